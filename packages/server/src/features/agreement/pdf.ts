import type { agreementFile } from '@daylight/api/agreement.ts';
import { type AgreementContent, agreedAmount } from '@daylight/rules/agreement/content.ts';
import type { Side } from '@daylight/rules/agreement/signing.ts';
import { amountOf } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, addHours, epochMs } from '@daylight/rules/time.ts';
import PDFDocument from 'pdfkit';
import type { Readable } from 'node:stream';
import type { ActorContext, Context } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call, Download } from '../../route.ts';
import { chineseFont } from './font.ts';
import { agreementRows } from './rows.ts';
import { type AmendmentRow, amendmentsOf, signaturesOf } from './store.ts';

interface Signed {
  readonly amendment: number;
  readonly side: Side;
  readonly person: string;
  readonly signedAt: Instant;
  readonly contentHash: string;
}

/** The contract with its supplements and signatures, made from the signed text each time it is asked for. */
export async function file(
  context: Context,
  { params }: Call<typeof agreementFile>,
): Promise<Result<Download, 'agreement.unknown'>> {
  const found = await reading(context.database.db, context.scope, async (tx) => {
    const row = await agreementRows(tx, context as ActorContext)
      .where('agreement.id', '=', params.agreementId)
      .executeTakeFirst();
    if (row === undefined) return null;
    return {
      content: row.content as unknown as AgreementContent,
      hash: row.contentHash,
      madeAt: row.madeAt,
      amendments: (await amendmentsOf(tx, row.province, row.id)).filter(({ state }) => state === 'inForce'),
      signatures: await signaturesOf(tx, row.province, [row.id]),
    };
  });
  if (found === null) return refuse('agreement.unknown');
  const { number } = found.content;
  return ok({ fileName: `购销合同-${number}.pdf`, type: 'application/pdf', stream: documentOf(found) });
}

export interface Printed {
  readonly content: AgreementContent;
  readonly hash: string;
  readonly madeAt: Instant;
  readonly amendments: readonly Pick<AmendmentRow, 'amendment' | 'content' | 'contentHash'>[];
  readonly signatures: readonly Signed[];
}

type Page = InstanceType<typeof PDFDocument>;
const margin = 56;
const sideNames = { institution: '甲方（采购方）', manufacturer: '乙方（中选企业）' } as const;

/** A4, Chinese; the same text gives the same bytes, so two copies can be compared. */
export function documentOf({ content, hash, madeAt, amendments, signatures }: Printed): Readable {
  const page = new PDFDocument({
    size: 'A4',
    margin,
    info: {
      Title: `购销合同 ${content.number}`,
      CreationDate: new Date(epochMs(madeAt)),
      Producer: 'Daylight',
    },
  });
  page.registerFont('text', chineseFont('400'));
  page.registerFont('bold', chineseFont('700'));
  page.font('bold').fontSize(16).text('医用耗材集中带量采购购销合同', { align: 'center' });
  page.moveDown(0.5).font('text').fontSize(9).text(`合同编号：${content.number}`, { align: 'center' });
  page.moveDown();
  for (const side of ['institution', 'manufacturer'] as const) {
    const { name, creditCode } = content[side];
    paragraph(
      page,
      `${sideNames[side]}：${name}${creditCode === null ? '' : `（统一社会信用代码 ${creditCode}）`}`,
    );
  }
  paragraph(page, `采购项目：${content.round.title}（${content.round.number}）`);
  paragraph(page, `协议期：${content.from} 至 ${content.until}`);
  heading(page, '一、产品、价格与约定采购量');
  table(page, content);
  paragraph(page, `约定采购金额合计：${yuan(agreedAmount(content.lines))} 元`);
  heading(page, '二、约定');
  content.clauses.forEach(({ text }, index) => paragraph(page, `${index + 1}. ${text.zh}`));
  heading(page, '三、签署');
  paragraph(page, `本合同正文的校验值（SHA-256）：${hash}`);
  signed(page, { content, signatures: signatures.filter(({ amendment }) => amendment === 0) });
  for (const amendment of amendments) supplement(page, { content, amendment, signatures });
  page.end();
  return page as unknown as Readable;
}

function paragraph(page: Page, text: string): void {
  page.font('text').fontSize(10).text(text, margin, undefined, { lineGap: 3, paragraphGap: 4 });
}

function heading(page: Page, text: string): void {
  page.moveDown(0.5).font('bold').fontSize(11).text(text, margin).moveDown(0.2);
}

/** Money for people: at least two decimals, thousands grouped. */
function yuan(amount: string): string {
  const [whole = '0', decimals = ''] = amount.split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${decimals.padEnd(2, '0')}`;
}

const columns = [
  { title: '品种', width: 82 },
  { title: '产品', width: 150 },
  { title: '单位', width: 34 },
  { title: '中选价（元）', width: 72 },
  { title: '约定采购量', width: 65 },
  { title: '金额（元）', width: 80 },
] as const;

function table(page: Page, { lines }: AgreementContent): void {
  row(
    page,
    columns.map(({ title }) => title),
    'bold',
  );
  for (const line of lines)
    row(page, [
      line.itemName,
      `${line.name} ${line.specification}`,
      line.unit,
      yuan(line.price),
      line.agreed,
      yuan(amountOf(line.price, line.agreed)),
    ]);
  page.moveDown(0.5);
}

function row(page: Page, cells: readonly string[], font: 'text' | 'bold' = 'text'): void {
  page.font(font).fontSize(9);
  const height = Math.max(
    ...cells.map((cell, index) => page.heightOfString(cell, { width: (columns[index]?.width ?? 0) - 6 })),
  );
  if (page.y + height + 8 > page.page.height - margin) page.addPage();
  const top = page.y;
  let left = margin;
  cells.forEach((cell, index) => {
    const width = columns[index]?.width ?? 0;
    page
      .rect(left, top, width, height + 6)
      .lineWidth(0.5)
      .stroke();
    page.text(cell, left + 3, top + 3, { width: width - 6, align: index >= 3 ? 'right' : 'left' });
    left += width;
  });
  page.y = top + height + 6;
  page.x = margin;
}

function signed(
  page: Page,
  { content, signatures }: { readonly content: AgreementContent; readonly signatures: readonly Signed[] },
): void {
  for (const side of ['institution', 'manufacturer'] as const) {
    const own = signatures.find((one) => one.side === side);
    const by = own === undefined ? '尚未签署' : `${own.person}，${shanghai(own.signedAt)}，账号签署`;
    paragraph(page, `${sideNames[side]}：${content[side].name}    ${by}`);
  }
}

/** A moment as people of the province write it. */
function shanghai(at: Instant): string {
  return addHours(at, 8).slice(0, 19).replace('T', ' ');
}

function supplement(
  page: Page,
  {
    content,
    amendment,
    signatures,
  }: Pick<Printed, 'content' | 'signatures'> & { readonly amendment: Printed['amendments'][number] },
): void {
  heading(page, `补充协议（${amendment.amendment}）`);
  paragraph(page, `事由：${amendment.content.reason}`);
  if (amendment.content.text !== '') paragraph(page, amendment.content.text);
  for (const line of amendment.content.lines)
    paragraph(
      page,
      `${line.name} ${line.specification}：约定采购量调整为 ${line.agreed} ${line.unit}，中选价不变。`,
    );
  paragraph(page, `校验值（SHA-256）：${amendment.contentHash}`);
  signed(page, { content, signatures: signatures.filter((one) => one.amendment === amendment.amendment) });
}
