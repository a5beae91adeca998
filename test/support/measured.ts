import { readFileSync } from 'node:fs';
import { uuidAt } from '@daylight/server/ids.ts';
import { addMs, instant } from '@daylight/rules/time.ts';
import { type Person, type TestWorld, openTestWorld } from './world.ts';

const file = new URL('../../policy/cases/rounds/example-city.json', import.meta.url);
const { pack: shipped } = JSON.parse(readFileSync(file, 'utf8')) as { pack: Record<string, unknown> };

export const hour = 3_600_000;
export const day = 24 * hour;

/** An announced alliance with two items, four products of two makers, and hospitals in two cities; who reports is set up. */
export interface ReportingRound {
  readonly at: TestWorld;
  readonly tenderId: string;
  readonly dueAt: string;
  readonly products: readonly string[];
  readonly hospitals: readonly { readonly id: string; readonly buyer: Person; readonly approver: Person }[];
  readonly province: Person;
  readonly nantong: Person;
  readonly suzhou: Person;
  readonly outsider: Person;
}

export function packOfTwo(volume: object): object {
  return {
    ...shipped,
    categories: [
      { id: 'basket', name: { zh: '取石网篮', en: 'stone basket' }, cap: '1000', lines: {} },
      { id: 'wire', name: { zh: '导丝', en: 'guide wire' }, cap: '500', lines: {} },
    ],
    volume,
  };
}
export const eightyPercent = {
  base: 'reported',
  ratios: [{ categories: null, winners: null, ratio: '0.8' }],
  rounding: { method: 'halfUp', step: '1' },
};

export async function openReporting(
  options: {
    readonly volume?: object;
    readonly before?: (at: TestWorld, round: Arranged) => Promise<void>;
  } = {},
): Promise<ReportingRound> {
  const at = await openTestWorld();
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000', name: '省医保局' });
  const nt = await at.organisation({ kind: 'bureau', jurisdiction: '320600', name: '南通市医保局' });
  const sz = await at.organisation({ kind: 'bureau', jurisdiction: '320500', name: '苏州市医保局' });
  const makers = [
    await at.organisation({ kind: 'manufacturer', name: '甲厂' }),
    await at.organisation({ kind: 'manufacturer', name: '乙厂' }),
  ];
  const hospitals = [];
  for (const [index, jurisdiction] of ['320600', '320600', '320500'].entries()) {
    const id = await at.organisation({ kind: 'institution', name: `第${index + 1}医院`, jurisdiction });
    const buyer = await at.person(id, ['buyer'], jurisdiction);
    hospitals.push({ id, buyer, approver: await at.person(id, ['approver'], jurisdiction) });
  }
  const other = await at.organisation({ kind: 'institution', name: '未参加医院' });
  const dueAt = addMs(at.now(), 10 * day);
  const round = await arrange(at, {
    bureau,
    makers,
    hospitals: hospitals.map((each) => each.id),
    dueAt,
    ...options,
  });
  await options.before?.(at, round);
  await at.sql(`update tender set state = 'reporting', is_public = true where id = $1`, [round.tenderId]);
  for (const table of ['tender_item', 'tender_product', 'tender_institution'])
    await at.sql(`update ${table} set is_public = true where tender_id = $1`, [round.tenderId]);
  await at.moveBy(1000);
  return {
    at,
    ...round,
    dueAt,
    hospitals,
    province: await at.person(bureau, ['officer'], '320000'),
    nantong: await at.person(nt, ['officer'], '320600'),
    suzhou: await at.person(sz, ['officer'], '320500'),
    outsider: await at.person(other, ['buyer', 'approver']),
  };
}

export interface Arranged {
  readonly tenderId: string;
  readonly products: readonly string[];
  readonly hospitals: readonly string[];
  readonly makers: readonly string[];
}
interface Arranging {
  readonly bureau: string;
  readonly makers: readonly string[];
  readonly hospitals: readonly string[];
  readonly dueAt: string;
  readonly volume?: object;
}

async function arrange(at: TestWorld, arranging: Arranging): Promise<Arranged> {
  const { bureau, makers, hospitals, dueAt, volume = eightyPercent } = arranging;
  const tenderId = uuidAt(at.now());
  await at.sql(
    `insert into tender (province, id, number, title, level, mode, jurisdiction, organiser_id, origin, state, pack,
       demand_from_at, demand_due_at, term_months, entered_at, entered_by)
     values (32, $1, $2, '省际联盟取石耗材集中带量采购', 'provincial', 'tender', '320000', $3, 'run', 'planned', $4, $5, $6, 12,
       $5, $3)`,
    [tenderId, `DL${tenderId.slice(-6)}`, bureau, JSON.stringify(packOfTwo(volume)), at.now(), dueAt],
  );
  for (const [item, name, unit] of [
    ['basket', '取石网篮', '个'],
    ['wire', '导丝', '根'],
  ])
    await at.sql(
      `insert into tender_item (province, tender_id, item, organiser_id, name, unit, code_prefixes) values (32, $1, $2, $3, $4, $5, '{}')`,
      [tenderId, item, bureau, name, unit],
    );
  const products: string[] = [];
  for (const [index, item] of ['basket', 'basket', 'wire', 'wire'].entries()) {
    const id = uuidAt(at.now());
    products.push(id);
    await at.sql(
      `insert into tender_product (province, id, tender_id, item, organiser_id, manufacturer_id, name, specification, class, codes)
       values (32, $1, $2, $3, $4, $5, $6, '标准型', 'ordinary', $7)`,
      [
        id,
        tenderId,
        item,
        bureau,
        makers[index % 2],
        `${item === 'basket' ? '网篮' : '导丝'}${index + 1}`,
        JSON.stringify([{ itemCode: codeOf(index), purchaseUnit: '盒', unitsPerPurchaseUnit: 5 }]),
      ],
    );
  }
  for (const id of hospitals)
    await at.sql(
      `insert into tender_institution (province, tender_id, institution_id, organiser_id, area, via, joined_on)
       select 32, $1, $2, $3, jurisdiction, 'region', '2026-09-01' from organisation where id = $2`,
      [tenderId, id, bureau],
    );
  return { tenderId, products, hospitals, makers };
}

export function codeOf(index: number): string {
  return `C090101010000000662600000${String(index).padStart(2, '0')}`.slice(0, 27);
}

/** A trade as an acceptance leaves it, some days before. */
export async function traded(
  at: TestWorld,
  trade: {
    readonly institution: string;
    readonly maker: string;
    readonly code: string;
    readonly packs: number;
    readonly daysAgo: number;
  },
): Promise<void> {
  const moment = addMs(at.now(), -trade.daysAgo * day);
  await at.sql(
    `insert into trade (province, id, listing_id, item_code, institution_id, jurisdiction, level, manufacturer_id, distributor_id,
       order_id, order_line, price, units_per_purchase_unit, quantity, traded_at)
     values (32, $1, $1, $2, $3, '320600', 'tertiary', $4, $4, $1, 1, '100', 5, $5, $6)`,
    [uuidAt(instant(moment)), trade.code, trade.institution, trade.maker, trade.packs, moment],
  );
}
