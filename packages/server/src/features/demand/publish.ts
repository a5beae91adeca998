import type { previewVolumes, publishVolumes, readVolumes } from '@daylight/api/demand.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import { volumeBasis } from '@daylight/rules/demand/policy.ts';
import { ratiosOf } from '@daylight/rules/demand/volumes.ts';
import { isPositive } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { checkMove } from '@daylight/rules/tender/state.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import {
  type TenderFacts,
  freezePack,
  isOrganiser,
  lockTender,
  moveTender,
  readTender,
  tenderInstitutions,
  tenderItems,
} from '../tender/port.ts';
import { measure } from './measure.ts';
import { type AgreedVolume, agreedVolumes } from './volumes-store.ts';

type VolumesReply = ReplyOf<typeof readVolumes>;

function packOf(tender: TenderFacts): RoundPack | null {
  const read = readPack(tender.pack);
  return read.ok ? read.value : null;
}

interface Shown {
  readonly tender: TenderFacts;
  readonly pack: RoundPack;
  readonly volumes: readonly AgreedVolume[];
  readonly publishedAt: Instant | null;
}

async function replyOf(
  tx: Tx,
  province: number,
  { tender, pack, volumes, publishedAt }: Shown,
): Promise<VolumesReply> {
  const items = await tenderItems(tx, province, tender.id);
  const names = new Map(items.map((each) => [each.item, each]));
  return {
    tenderId: tender.id,
    tenderNumber: tender.number,
    tenderTitle: tender.title,
    publishedAt,
    packHash: tender.packHash,
    baseRule: pack.volume.base,
    volumes: volumes.map((each) => ({
      ...each,
      name: names.get(each.item)?.name ?? each.item,
      unit: names.get(each.item)?.unit ?? '',
    })),
    basis: volumeBasis,
  };
}

/** What would be published as things stand; the organiser looks before the round does. */
export function preview(
  context: ActorContext,
  { params }: Call<typeof previewVolumes>,
): Promise<Result<VolumesReply, RefusalOf<typeof previewVolumes>>> {
  const { province } = context.scope;
  return reading(context.database.db, context.scope, async (tx) => {
    const tender = await readTender(tx, province, params.tenderId);
    if (tender === null || !isOrganiser(context, tender)) return refuse('demand.unknown');
    const pack = packOf(tender);
    if (pack === null) return refuse('demand.noPack');
    const items = (await tenderItems(tx, province, tender.id)).filter((each) => each.state === 'running');
    const volumes = await measure(tx, province, {
      tenderId: tender.id,
      rule: pack.volume,
      items: items.map((each) => each.item),
    });
    return ok(await replyOf(tx, province, { tender, pack, volumes, publishedAt: null }));
  });
}

/** Anyone reads what was published (SX-3.1b). */
export function published(
  context: Context,
  { params, query }: Call<typeof readVolumes>,
): Promise<Result<VolumesReply, 'demand.unknown'>> {
  const province = Number(query.jurisdiction.slice(0, 2));
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    const tender = await readTender(tx, province, params.tenderId);
    if (tender === null) return refuse('demand.unknown');
    const pack = packOf(tender);
    const round = await tx
      .selectFrom('demandRound')
      .select('publishedAt')
      .where('province', '=', province)
      .where('tenderId', '=', tender.id)
      .executeTakeFirst();
    if (pack === null || round === undefined || round.publishedAt === null) return refuse('demand.unknown');
    const volumes = await agreedVolumes(tx, province, tender.id);
    return ok(await replyOf(tx, province, { tender, pack, volumes, publishedAt: round.publishedAt }));
  });
}

type Refusal = RefusalOf<typeof publishVolumes>;

/** Locked, and nothing waits any more. */
async function readyToPublish(tx: Tx, province: number, tenderId: string): Promise<Result<null, Refusal>> {
  const round = await tx
    .selectFrom('demandRound')
    .select(['lockedAt', 'confirmEndedAt'])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .forUpdate()
    .executeTakeFirst();
  if (round === undefined) return refuse('demand.unknown');
  if (round.lockedAt === null) return refuse('demand.notLocked', { basis: volumeBasis });
  if (round.confirmEndedAt !== null) return ok(null);
  const { count } = await tx
    .selectFrom('demandReport')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('state', 'in', ['submitted', 'confirmed'])
    .executeTakeFirstOrThrow();
  return count > 0 ? refuse('demand.waiting', { basis: volumeBasis, facts: { reports: count } }) : ok(null);
}

/** Base, ratio and agreed volume become public, the pack is frozen by its hash, and the round is measured. */
export function publish(
  context: ActorContext,
  { params }: Call<typeof publishVolumes>,
): Promise<Result<ReplyOf<typeof publishVolumes>, Refusal | RepeatRefusal>> {
  const { province } = context.scope;
  return command<ReplyOf<typeof publishVolumes>, Refusal>(context, async (unit) => {
    const tender = await lockTender(unit.tx, province, params.tenderId);
    if (tender === null) return refuse('demand.unknown');
    if (!isOrganiser(context, tender)) return refuse('demand.notYours');
    const may = checkMove(tender, 'measured');
    if (!may.ok) return refuse(may.code, { basis: volumeBasis, facts: may.facts });
    const pack = packOf(tender);
    if (pack === null) return refuse('demand.noPack', { basis: volumeBasis });
    const ready = await readyToPublish(unit.tx, province, tender.id);
    if (!ready.ok) return ready;
    const items = (await tenderItems(unit.tx, province, tender.id)).filter(
      (each) => each.state === 'running',
    );
    const lacking = items.find(({ item }) => ratiosOf(pack.volume, item).length === 0);
    if (lacking !== undefined)
      return refuse('demand.noRatio', { basis: volumeBasis, facts: { item: lacking.name } });
    const volumes = await measure(unit.tx, province, {
      tenderId: tender.id,
      rule: pack.volume,
      items: items.map((each) => each.item),
    });
    if (!volumes.some((each) => isPositive(each.base)))
      return refuse('demand.nothingReported', { basis: volumeBasis });
    await saveVolumes(unit, context, { tender, volumes });
    const packHash = await freezePack(context, unit, tender);
    if (packHash === null) return refuse('demand.noPack');
    const moved = await moveTender(context, unit, { tender, to: 'measured', basis: volumeBasis });
    if (!moved.ok) {
      const code = moved.code === 'tender.unknown' ? 'demand.unknown' : moved.code;
      return refuse(code, { basis: volumeBasis, facts: moved.facts });
    }
    await tell(unit, context, { tender, volumes, packHash });
    return ok({ tenderId: tender.id, state: moved.value.state, packHash, volumes: volumes.length });
  });
}

interface Publishing {
  readonly tender: TenderFacts;
  readonly volumes: readonly AgreedVolume[];
}

async function saveVolumes(
  { tx }: Unit,
  context: ActorContext,
  { tender, volumes }: Publishing,
): Promise<void> {
  const { scope, now, actor } = context;
  const places = new Map<string, number>();
  await tx
    .insertInto('demandVolume')
    .values(
      volumes.map((each) => {
        const place = (places.get(each.item) ?? 0) + 1;
        places.set(each.item, place);
        return {
          ...each,
          province: scope.province,
          tenderId: tender.id,
          organiserId: tender.organiserId,
          place,
          publishedAt: now,
        };
      }),
    )
    .execute();
  await tx
    .updateTable('demandRound')
    .set({
      publishedAt: now,
      publishedBy: actor.accountId,
      confirmEndedAt: sql<Instant>`coalesce(confirm_ended_at, ${now}::timestamptz)`,
      version: sql<number>`version + 1`,
    })
    .where('province', '=', scope.province)
    .where('tenderId', '=', tender.id)
    .execute();
}

async function tell(
  unit: Unit,
  context: ActorContext,
  { tender, volumes, packHash }: Publishing & { readonly packHash: string },
): Promise<void> {
  unit.record({
    event: 'demand.published',
    subject: { kind: 'tender', id: tender.id },
    basis: [volumeBasis],
    after: {
      number: tender.number,
      packHash,
      volumes: volumes.map(({ item, base, ratio, agreed }) => ({ item, base, ratio, agreed })),
    },
  });
  for (const { institutionId } of await tenderInstitutions(unit.tx, context.scope.province, tender.id))
    unit.notify({
      organisationId: institutionId,
      kind: 'demand.published',
      subject: { kind: 'tender', id: tender.id },
      facts: { title: tender.title, number: tender.number, institution: institutionId },
    });
}
