import { decideListingImport, importListings, submitListingImport } from '@daylight/api/listing-import.ts';
import { decidePriceRecord, enterPriceRecord } from '@daylight/api/linkage.ts';
import { runSweeps } from '@daylight/server/sweep.ts';
import { sweeps } from '@daylight/server/features.ts';
import { advanceRuns } from '@daylight/server/features/linkage/run-settle.ts';
import { type Row, addItems, itemCodeOf, upload, workbookOf } from './directory.ts';
import { type Person, type TestWorld, openTestWorld } from './world.ts';

/** A province with a directory, and the people who watch its prices. */
export interface PriceWorld {
  readonly at: TestWorld;
  readonly officer: Person;
  readonly second: Person;
  readonly supervisor: Person;
  readonly sales: Person;
  readonly rival: Person;
  readonly buyer: Person;
  readonly makerId: string;
  listingOf(product: number, item?: number): string;
  /** A verified record of another place, as two people bring it about. */
  record(more: Partial<RecordInput> & { readonly price: string }): Promise<string>;
  priceOf(product: number, item?: number): Promise<string>;
  settle(): Promise<void>;
}

export interface RecordInput {
  readonly itemCode: string;
  readonly jurisdiction: string;
  readonly kind: 'provincialListing' | 'cityListing' | 'filing' | 'selected';
  readonly price: string;
  readonly purchaseUnit: string;
  readonly unitsPerPurchaseUnit: number;
  readonly effectiveFrom: string;
  readonly contract: string | null;
  readonly document: string;
  readonly reason: string;
}

export function recordInput(more: Partial<RecordInput> = {}): RecordInput {
  return {
    itemCode: itemCodeOf(1),
    jurisdiction: '330000',
    kind: 'provincialListing',
    price: '90',
    purchaseUnit: '盒',
    unitsPerPurchaseUnit: 10,
    effectiveFrom: '2026-09-01',
    contract: null,
    document: '浙医保发〔2026〕12号',
    reason: '已与公告核对',
    ...more,
  };
}

export async function openPriceWorld(rows: readonly Row[]): Promise<PriceWorld> {
  const at = await openTestWorld();
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000' });
  const officer = await at.person(bureau, ['officer']);
  const second = await at.person(bureau, ['officer']);
  const supervisor = await at.person(bureau, ['supervisor']);
  const makerId = await at.organisation({ kind: 'manufacturer', name: '明心医疗（合成）' });
  const sales = await at.person(makerId, ['sales'], '320000');
  const rivalId = await at.organisation({ kind: 'manufacturer', name: '远洋医疗（合成）' });
  const rival = await at.person(rivalId, ['sales'], '320000');
  const hospital = await at.organisation({ kind: 'institution', jurisdiction: '320100' });
  const buyer = await at.person(hospital, ['buyer']);
  await addItems(at, Object.fromEntries(rows.map((row) => [row.code ?? '', {}])));
  const entered = await upload(at, officer, importListings, { file: await workbookOf(rows) });
  const params = { importId: entered.value.id };
  await officer.call(submitListingImport, {
    params,
    body: { version: 1, deviationReason: '已核对申报材料' },
  });
  const approved = await supervisor.call(decideListingImport, {
    params,
    body: { version: 2, approve: true },
  });
  if (!approved.ok) throw new Error(JSON.stringify(approved.problem));
  const stored = await at.sql<{ id: string; item_code: string }>('select id, item_code from listing');
  const ids = new Map(stored.map((row) => [row.item_code, row.id]));
  const settle = async () => {
    await runSweeps(at.world, sweeps);
    await advanceRuns(at.world);
    await runSweeps(at.world, sweeps);
  };
  await settle();
  return {
    at,
    officer,
    second,
    supervisor,
    sales,
    rival,
    buyer,
    makerId,
    settle,
    listingOf: (product, item = 1) => ids.get(itemCodeOf(product, item)) ?? '',
    record: async (more) => {
      const body = { ...recordInput(more), evidenceIds: [] };
      const { id } = (await officer.call(enterPriceRecord, { body } as never)).value;
      const decision = { itemCode: body.itemCode, approve: true };
      const decided = await supervisor.call(decidePriceRecord, { params: { recordId: id }, body: decision });
      if (!decided.ok) throw new Error(JSON.stringify(decided.problem));
      await settle();
      return id;
    },
    priceOf: async (product, item = 1) => {
      const [row] = await at.sql<{ price: string }>(
        'select trim_scale(price)::text as price from listing where item_code = $1',
        [itemCodeOf(product, item)],
      );
      return row?.price ?? '';
    },
  };
}
