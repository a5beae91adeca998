import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { choosePack, readPackOf } from '@daylight/api/tender-pack.ts';
import { hashOf } from '@daylight/rules/award/hash.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { wordsOf } from '@daylight/rules/award/words.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import { fillPack, lotsOf, mergeItems, packDiffers } from '@daylight/rules/tender/fill-pack.ts';
import type { TenderState } from '@daylight/rules/tender/state.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { withdrawApprovals } from './begin.ts';
import { changing, saveTender } from './changing.ts';
import { concernedBy, publishRoundNotice, tellAll } from './notices.ts';
import { packOf, planOf, setPlan } from './plan-store.ts';
import { findingOf, shippedRounds } from './queries.ts';
import { type TenderFacts, type TenderItem, readTender, tenderItems } from './store.ts';

type View = ReplyOf<typeof readPackOf>;

/** Until the final documents are published with the volumes, the rules may change; in public with an amendment. */
const open: readonly TenderState[] = ['draft', 'reporting'];

async function viewOf(tx: Tx, tender: TenderFacts): Promise<View> {
  const plan = await planOf(tx, tender);
  const items = await tenderItems(tx, tender.province, tender.id);
  const checked = packOf(tender.pack);
  const found = checked.ok ? checked.value : null;
  const counts = await countsOf(tx, tender);
  return {
    tenderId: tender.id,
    from: plan?.packFrom ?? null,
    pack: (tender.pack ?? null) as View['pack'],
    hash: tender.packHash ?? (found === null ? null : hashOf(found.pack)),
    frozen: tender.packHash !== null,
    words:
      found === null
        ? []
        : wordsOf(found.pack).map(({ part, title, lines }) => ({
            part,
            title,
            lines: lines.map((line) => ({ ...line, sources: [...line.sources] })),
          })),
    findings: found === null ? [] : found.findings.map(findingOf),
    differs: found === null ? [] : [...packDiffers(found.pack, items)],
    units: found === null ? [] : lotsOf(found.pack).map((lot) => unitView(lot, counts)),
    version: tender.version,
  };
}

interface Counts {
  readonly item: string;
  readonly products: number;
  readonly makers: readonly string[];
}

async function countsOf(tx: Tx, tender: TenderFacts): Promise<readonly Counts[]> {
  const rows = await tx
    .selectFrom('tenderProduct')
    .select(['item', 'manufacturerId'])
    .where('province', '=', tender.province)
    .where('tenderId', '=', tender.id)
    .execute();
  return [...Map.groupBy(rows, ({ item }) => item)].map(([item, own]) => ({
    item,
    products: own.length,
    makers: own.map(({ manufacturerId }) => manufacturerId),
  }));
}

function unitView(lot: ReturnType<typeof lotsOf>[number], counts: readonly Counts[]): View['units'][number] {
  const own = counts.filter(({ item }) => lot.items.includes(item));
  return {
    lot: lot.lot,
    name: lot.name,
    items: [...lot.items],
    split: lot.split,
    products: own.reduce((sum, { products }) => sum + products, 0),
    manufacturers: new Set(own.flatMap(({ makers }) => makers)).size,
  };
}

export async function packView(
  context: ActorContext,
  { params }: Call<typeof readPackOf>,
): Promise<Result<View, 'tender.unknown'>> {
  const { scope } = context;
  return reading(context.database.db, scope, async (tx) => {
    const tender = await readTender(tx, scope.province, params.tenderId);
    return tender === null ? refuse('tender.unknown') : ok(await viewOf(tx, tender));
  });
}

type PackRefusal =
  | 'tender.unknownPack'
  | 'tender.packMalformed'
  | 'tender.packMissing'
  | 'tender.itemUnknown';

/** The pack that the organiser means: a ready one filled from the project, its own as it is, or the present one changed. */
async function meant(
  tender: TenderFacts,
  items: readonly TenderItem[],
  body: Call<typeof choosePack>['body'],
): Promise<Result<RoundPack, PackRefusal>> {
  const base = await baseOf(tender, items, body);
  if (!base.ok) return base;
  if (body.merge === null) return base;
  const known = new Set(items.map(({ item }) => item));
  const strange = body.merge.flatMap((each) => each.items).find((item) => !known.has(item));
  if (strange !== undefined)
    return refuse('tender.itemUnknown', { basis: articles.units, field: 'merge', facts: { item: strange } });
  return ok(mergeItems(base.value, { merge: body.merge }));
}

async function baseOf(
  tender: TenderFacts,
  items: readonly TenderItem[],
  { from, pack, like }: Call<typeof choosePack>['body'],
): Promise<Result<RoundPack, PackRefusal>> {
  const as = {
    id: tender.number,
    title: tender.title,
    items: items.map(({ item, name, cap }) => ({ item, name, cap, like: like[item] ?? null })),
  };
  if (from !== null) {
    const ready = (await shippedRounds()).get(from);
    return ready === undefined
      ? refuse('tender.unknownPack', { field: 'from' })
      : ok(fillPack(ready.pack, as));
  }
  const checked = packOf(pack ?? tender.pack);
  if (!checked.ok) return checked;
  return checked.value === null
    ? refuse('tender.packMissing', { basis: articles.modes, field: 'pack' })
    : ok(checked.value.pack);
}

/** Chooses the rules of a round (SX-3.2b). Errors stop publication, not the draft: they are shown with the pack. */
export async function choose(
  context: ActorContext,
  { params, body }: Call<typeof choosePack>,
): Answered<typeof choosePack> {
  const number = await nextNumber(context, 'GG');
  return command(context, async (unit) => {
    const found = await changing(unit, context, { id: params.tenderId, version: body.version, states: open });
    if (!found.ok) return found;
    const before = found.value;
    const items = await tenderItems(unit.tx, before.province, before.id);
    if (items.length === 0) return refuse('tender.noItems', { basis: articles.plan });
    const pack = await meant(before, items, body);
    if (!pack.ok) return pack;
    const tender = await saveTender(unit.tx, before, { pack: JSON.stringify(pack.value) });
    await setPlan(unit.tx, tender, {
      ...(body.from === null ? {} : { packFrom: body.from }),
      ...(tender.state === 'draft' ? { planHash: null } : {}),
    });
    if (tender.state === 'draft') await withdrawApprovals(unit.tx, tender);
    else await sayChanged(unit, context, tender, number);
    unit.record({
      event: 'tender.packChosen',
      subject: { kind: 'tender', id: tender.id },
      basis: [articles.modes, articles.units],
      before: { packHash: before.pack === null ? null : hashOf(before.pack) },
      after: { number: tender.number, from: body.from, packHash: hashOf(pack.value) },
      readers: [tender.organiserId, ...tender.partners],
    });
    return ok(await viewOf(unit.tx, { ...tender, pack: pack.value }));
  });
}

/** Rules that change after the announcement are an amendment that everybody reads. */
async function sayChanged(
  unit: Unit,
  context: ActorContext,
  tender: TenderFacts,
  number: string,
): Promise<void> {
  const notice = await publishRoundNotice(context, unit, tender, {
    number,
    kind: 'amendment',
    title: '竞价规则更正',
    body: '竞价规则已更正，以报量结束后公布的最终采购文件为准。',
  });
  if (!notice.ok) throw new Error('a notice without files was refused');
  tellAll(unit, tender, await concernedBy(unit.tx, tender), {
    kind: 'tender.amended',
    facts: { notice: '竞价规则更正' },
  });
}
