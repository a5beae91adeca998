import type { IsoDate } from '@daylight/rules/time.ts';
import { addDays } from '@daylight/rules/time.ts';
import { Readable } from 'node:stream';
import pg from 'pg';
import type { ActorContext } from '../context.ts';
import { beginEvidence, sendEvidenceChunk } from '../features/evidence/commands.ts';
import { finishEvidence } from '../features/evidence/finish.ts';
import { changeQualification, declareQualification } from '../features/qualification/commands.ts';
import { checkQualificationChange, confirmQualificationChange } from '../features/qualification/decide.ts';
import type { Life } from './life.ts';
import { province } from './organisations.ts';
import {
  type Placed,
  actingAs,
  done,
  look,
  organisationOf,
  organisationsOf,
  provinceNumber,
} from './province.ts';

/** The same for the same paper, and marked as a uuid of a hash (version 8), for requests name no other. */
const idOf = `overlay(overlay(md5(p.id || p.code || p.number) placing '8' from 13) placing '8' from 17)::uuid`;

/** What every enterprise of the demo brings along from the platforms before this one, with when it ends, in days. */
const papers = `
  select o.id, kind.code, case kind.code when 'businessLicence' then o.credit_code else '演示' || kind.word || right(o.credit_code, 6) end
      as number, kind.days as days, 'enterprise' as reach
  from organisation o
  join (values
    ('manufacturer', 'businessLicence', '', null::int), ('distributor', 'businessLicence', '', null),
    ('manufacturer', 'productionLicence', '生产许', 900), ('distributor', 'operationLicence', '经营许', 700),
    ('manufacturer', 'qualitySystem', '体系', 400)) as kind (holder, code, word, days) on kind.holder = o.kind
  where o.synthetic and o.credit_code is not null
  union
  select o.id, case when item.certificate like '%械备%' then 'filingCertificate' else 'registrationCertificate' end,
    item.certificate, 300, 'product'
  from organisation o
  join catalogue_item item on item.manufacturer = o.name and item.certificate_flag is null and item.certificate <> ''
  where o.kind = 'manufacturer' and o.synthetic`;

/**
 * Straight into the table, for it was confirmed elsewhere before business begins here. Ends are spread over years by the
 * number itself; the same seed gives the same days.
 */
export async function bringQualifications(url: string, today: IsoDate): Promise<number> {
  const client = new pg.Client({ connectionString: url, application_name: 'daylight demo' });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`set local app.province = '${provinceNumber}'; set local app.reach = 'system'`);
    const { rowCount } = await client.query(
      `insert into qualification (province, id, organisation_id, jurisdiction, kind, number, issuer, scope, valid_from,
         valid_until, state, change_id, due_at)
       select $1, ${idOf}, p.id, $2, p.code, p.number, '演示发证机关', '', $3::date - 700, ends.on_day,
         'inForce', ${idOf}, (ends.on_day - 90)::timestamp at time zone 'Asia/Shanghai'
       from (${papers}) p
       cross join lateral (select $3::date + p.days + (abs(hashtext(p.number)) % 900) as on_day) ends
       on conflict do nothing`,
      [provinceNumber, province, today],
    );
    await client.query('commit');
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** A page that says what it is; enough of a PDF for every reader. */
export function demoPaper(title: string): Buffer {
  const words = Buffer.from(title, 'utf16le').swap16().toString('hex').toUpperCase();
  return Buffer.from(
    `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n` +
      `3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n4 0 obj\n<< /Title <FEFF${words}> >>\nendobj\n` +
      `trailer\n<< /Root 1 0 R /Info 4 0 R >>\n%%EOF\n`,
    'latin1',
  );
}

/** Hands in a paper of the demo as its people would, and answers its id. */
export async function handInPaper(context: ActorContext, title: string): Promise<string> {
  const bytes = demoPaper(title);
  const body = { fileName: `${title}.pdf`, bytes: bytes.length, hash: null };
  const { id } = done(await beginEvidence(context, { params: {}, query: {}, body }), title);
  const params = { evidenceId: id };
  const file = { fileName: title, stream: Readable.from([bytes]), tooLarge: () => false };
  done(
    await sendEvidenceChunk(context, { params, query: { offset: 0 }, body: undefined, file }),
    `chunk of ${title}`,
  );
  done(await finishEvidence(context, { params, query: {}, body: undefined }), `file of ${title}`);
  return id;
}

interface Wish {
  readonly number: string;
  readonly kind?: string;
  readonly validUntil: IsoDate;
}

async function declared({ demo }: Life, by: Placed, { kind = 'qualitySystem', number, validUntil }: Wish) {
  const context = actingAs(demo, by, by.kind === 'distributor' ? 'dispatcher' : 'sales');
  const evidence = [await handInPaper(context, `演示证书 ${number}`)];
  const particulars = { holder: '', issuer: '演示认证机构', scope: '演示范围', truthful: true as const };
  const body = { kind, number, ...particulars, validFrom: addDays(context.today, -30), validUntil, evidence };
  return done(await declareQualification(context, { params: {}, query: {}, body }), `declaration ${number}`);
}

async function checked({ demo }: Life, changeId: string, pass = true): Promise<void> {
  const context = actingAs(demo, organisationOf(demo, 'bureau'), 'officer');
  const body = { pass, note: pass ? '与原件一致' : '扫描件不清晰，请重新上传', version: 1 };
  done(await checkQualificationChange(context, { params: { changeId }, query: {}, body }), 'check');
}

/** On the last day: declarations in every state, a renewal that waits, and one paper that ends soon. */
export async function leaveQualifications(life: Life): Promise<void> {
  const { demo } = life;
  const [maker, other] = organisationsOf(demo, 'manufacturer');
  const [distributor] = organisationsOf(demo, 'distributor');
  if (maker === undefined || other === undefined || distributor === undefined)
    throw new Error('the demo has too few enterprises');
  const { today } = actingAs(demo, maker, 'sales');
  const years = (n: number): IsoDate => addDays(today, 365 * n);
  const soon = await declared(life, maker, { number: 'YS-ISO-0001', validUntil: addDays(today, 24) });
  await checked(life, soon.id);
  const supervisor = actingAs(demo, organisationOf(demo, 'bureau'), 'supervisor');
  const body = { pass: true, note: '', version: 2 };
  done(
    await confirmQualificationChange(supervisor, { params: { changeId: soon.id }, query: {}, body }),
    'confirmation',
  );
  await declared(life, maker, { number: 'YS-ISO-0002', validUntil: years(3) });
  await checked(life, (await declared(life, other, { number: 'YS-ISO-0003', validUntil: years(3) })).id);
  await checked(
    life,
    (await declared(life, distributor, { number: 'YS-ISO-0004', validUntil: years(2) })).id,
    false,
  );
  await renew(life, other);
}

/** A renewal of a production licence that begins when the old one ends. */
async function renew({ demo }: Life, by: Placed): Promise<void> {
  const row = await look(demo, (tx) =>
    tx
      .selectFrom('qualification')
      .select(['id', 'validUntil', 'version'])
      .where('province', '=', provinceNumber)
      .where('organisationId', '=', by.id)
      .where('kind', '=', 'productionLicence')
      .executeTakeFirstOrThrow(),
  );
  const context = actingAs(demo, by, 'sales');
  const ends = row.validUntil ?? context.today;
  const body = {
    holder: '',
    issuer: '演示发证机关',
    scope: '延续',
    validFrom: addDays(ends, 1),
    validUntil: addDays(ends, 1826),
    reason: '许可证延续',
    truthful: true as const,
    evidence: [await handInPaper(context, '演示生产许可证（延续）')],
    version: row.version,
  };
  const call = { params: { qualificationId: row.id }, query: {}, body };
  done(await changeQualification(context, call), 'renewal');
}
