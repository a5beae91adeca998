import type { DraftBody } from '@daylight/api/admission.ts';
import { money } from '@daylight/rules/money.ts';
import { addDays } from '@daylight/rules/time.ts';
import { checkOne, askOne } from '../features/admission/check.ts';
import { submitOne } from '../features/admission/commands.ts';
import { draftOne } from '../features/admission/draft.ts';
import { decide, enter } from '../features/linkage/entry.ts';
import { qualifiedFor } from '../features/qualification/port.ts';
import { type Life, firstOf } from './life.ts';
import { province } from './organisations.ts';
import { actingAs, done, look, organisationOf, provinceNumber } from './province.ts';

interface Product {
  readonly itemCode: string;
  readonly certificate: string;
}

/** Products of a maker that are not listed yet, one of each certificate: those can be applied for. */
async function unlisted(life: Life, makerName: string, count: number): Promise<readonly Product[]> {
  return look(life.demo, (tx) =>
    tx
      .selectFrom('catalogueItem as i')
      .distinctOn('i.certificate')
      .select(['i.itemCode', 'i.certificate'])
      .where('i.manufacturer', '=', makerName)
      .where('i.state', '=', 'active')
      .where('i.certificateFlag', 'is', null)
      .where('i.certificate', '<>', '')
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('listing as l')
              .select('l.id')
              .where('l.province', '=', provinceNumber)
              .whereRef('l.itemCode', '=', 'i.itemCode'),
          ),
        ),
      )
      .orderBy('i.certificate')
      .orderBy('i.itemCode')
      .limit(count)
      .execute(),
  );
}

const prices = [
  ['330000', '128'],
  ['340000', '126.5'],
  ['370000', '131'],
] as const;

/** Prices of three neighbouring provinces, entered by an officer and verified by the supervisor. */
async function recordPrices(life: Life, itemCode: string): Promise<void> {
  const { demo } = life;
  const bureau = organisationOf(demo, 'bureau');
  for (const [jurisdiction, price] of prices) {
    const officer = actingAs(demo, bureau, 'officer');
    const body = {
      itemCode,
      jurisdiction,
      kind: 'provincialListing' as const,
      price: money(price),
      purchaseUnit: '盒',
      unitsPerPurchaseUnit: 10,
      effectiveFrom: addDays(officer.today, -200),
      effectiveTo: null,
      contract: null,
      document: '省级平台挂网目录',
      replaces: null,
      reason: '与外省平台公布目录核对一致',
      evidenceIds: [],
    };
    const { id } = done(await enter(officer, { params: {}, query: {}, body }), 'price record');
    const verified = { params: { recordId: id }, query: {}, body: { itemCode, approve: true, note: '' } };
    done(await decide(actingAs(demo, bureau, 'supervisor'), verified), 'verification of a price record');
  }
}

function draftOf({ itemCode }: Product, formerlyShortlisted: boolean): DraftBody {
  return {
    class: 'highValueSix',
    formerlyShortlisted,
    shortlistNote: formerlyShortlisted ? '2019 年全省高值医用耗材集中采购' : '',
    jurisdiction: province,
    note: '',
    evidence: [],
    lines: [
      {
        itemCode,
        purchaseUnit: '盒',
        smallestUnit: '支',
        unitsPerPurchaseUnit: 10,
        price: money('126.5'),
        records: [],
      },
    ],
  };
}

/** Applications as they are on the last day: a draft that lacks records, one handed in, one asked for more, one in publicity. */
export async function leaveAdmissions(life: Life): Promise<void> {
  const { demo } = life;
  const { maker, bureau } = firstOf(life);
  const products = await unlisted(life, maker.name, 4);
  const drafted = async (product: Product, shortlisted: boolean) => {
    const call = { params: {}, query: {}, body: draftOf(product, shortlisted) };
    return done(await draftOne(actingAs(demo, maker, 'sales'), call), 'draft of an application');
  };
  const [lacking, ...others] = products;
  if (lacking !== undefined) await drafted(lacking, false);
  const handedIn: { id: string; version: number }[] = [];
  for (const product of others) {
    const { organisationId } = actingAs(demo, maker, 'sales').actor;
    const [finding] = await look(demo, (tx) =>
      qualifiedFor(tx, actingAs(demo, maker, 'sales'), [
        { organisationId, certificate: product.certificate },
      ]),
    );
    await recordPrices(life, product.itemCode);
    const draft = await drafted(product, true);
    // Who is not qualified stays at a draft, and reads why.
    if (finding?.ok !== true) continue;
    const call = { params: { admissionId: draft.id }, query: {}, body: { version: draft.version } };
    handedIn.push(done(await submitOne(actingAs(demo, maker, 'sales'), call), 'application'));
  }
  const [, asked, passed] = handedIn;
  if (asked !== undefined) {
    const body = { version: asked.version, note: '请补充 2019 年集中采购入围结果文件' };
    const call = { params: { admissionId: asked.id }, query: {}, body };
    done(await askOne(actingAs(demo, bureau, 'officer'), call), 'request for a supplement');
  }
  if (passed !== undefined) {
    const body = {
      version: passed.version,
      note: '材料齐全，价格与外省目录一致',
      confirmed: ['shortlisted' as const],
      verdicts: [{ line: 1, passes: true, reasons: [] }],
    };
    const call = { params: { admissionId: passed.id }, query: {}, body };
    done(await checkOne(actingAs(demo, bureau, 'officer'), call), 'formal check');
  }
}
