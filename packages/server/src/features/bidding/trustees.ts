import { createHash, randomBytes } from 'node:crypto';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type * as api from '@daylight/api/bidding-opening.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { lotSeedHash } from '@daylight/rules/bidding/lots.ts';
import { checkTrustees } from '@daylight/rules/bidding/trustees.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { boxFor } from '@daylight/seal/keys.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { brokenConstraint } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type TenderFacts, keepUndertaking, readTender } from '../tender/port.ts';
import { capacitiesOf, trusteeAccounts } from './trustee-accounts.ts';
import { type Trustee, lockRound, ownTender, roundAt, saying, trusteesOf } from './round-rows.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;
type Set = typeof api.setTrustees;

const early = ['planned', 'reporting', 'measured'];

type SetCode =
  | 'tender.unknown'
  | 'tender.wrongState'
  | 'bidding.notOrganiser'
  | 'bidding.unknownAccount'
  | 'bidding.trusteeTwice'
  | 'bidding.trusteesTooFew'
  | 'bidding.thresholdTooLow'
  | 'bidding.thresholdTooHigh'
  | 'bidding.oneOrganisationReaches';

/** Names the trustees; who was named before keeps the key. The lot's seed is committed with the first naming. */
export function setTrustees(
  context: ActorContext,
  { params, body }: Call<Set>,
): Answer<ReplyOf<Set>, SetCode> {
  return command<ReplyOf<Set>, SetCode>(context, async (unit) => {
    const { province } = context.scope;
    const { tx } = unit;
    const tender = await ownTender(context, tx, params.tenderId);
    if (!tender.ok) return tender;
    if (!early.includes(tender.value.state) || tender.value.origin === 'followed')
      return refuse('tender.wrongState', { facts: { state: tender.value.state } });
    const ids = body.trustees.map((each) => each.accountId);
    if (new Set(ids).size < ids.length) return refuse('bidding.trusteeTwice', { field: 'trustees' });
    const accounts = new Map(
      (await trusteeAccounts(tx, province, { ids })).map((row) => [row.accountId, row]),
    );
    for (const [at, { accountId, capacity }] of body.trustees.entries()) {
      const account = accounts.get(accountId);
      if (account === undefined || !capacitiesOf(account).includes(capacity))
        return refuse('bidding.unknownAccount', { field: `trustees.${at}.accountId` });
    }
    const named = body.trustees.flatMap(({ accountId, capacity }) => {
      const account = accounts.get(accountId);
      return account === undefined ? [] : [{ ...account, capacity }];
    });
    const fits = checkTrustees(
      named.map(({ organisationId }) => ({ organisationId, proven: false })),
      body.threshold,
      { book: context.book, jurisdiction: tender.value.jurisdiction, on: context.today },
    );
    if (!fits.ok) return fits;
    await saveRound(context, unit, tender.value, body.threshold);
    await saveTrustees(context, unit, tender.value, named);
    unit.record({
      event: 'bidding.trusteesSet',
      subject: { kind: 'tender', id: tender.value.id },
      basis: [biddingBasis.sealed],
      after: {
        threshold: body.threshold,
        trustees: named.map(({ organisation, name, capacity }) => ({ organisation, name, capacity })),
      },
      readers: named.map((each) => each.organisationId),
    });
    return ok({ threshold: body.threshold, trustees: named.length });
  });
}

async function saveRound(
  context: ActorContext,
  unit: Unit,
  tender: TenderFacts,
  threshold: number,
): Promise<void> {
  const { province } = context.scope;
  const { id: tenderId, organiserId, isPublic } = tender;
  const known = await lockRound(unit.tx, province, tenderId);
  if (known !== null) {
    await unit.tx
      .updateTable('bidRound')
      .set({ threshold, isPublic, version: known.version + 1 })
      .where('province', '=', province)
      .where('tenderId', '=', tenderId)
      .execute();
    return;
  }
  const seed = randomBytes(32).toString('hex');
  await unit.tx
    .insertInto('bidRound')
    .values({
      province,
      tenderId,
      organiserId,
      isPublic,
      threshold,
      size: 1024,
      lotSeedHash: lotSeedHash(seed),
    })
    .execute();
  await unit.tx.insertInto('bidLotSeed').values({ province, tenderId, organiserId, seed }).execute();
}

interface Named {
  readonly accountId: string;
  readonly organisationId: string;
  readonly capacity: string;
}

async function saveTrustees(
  context: ActorContext,
  unit: Unit,
  tender: TenderFacts,
  named: readonly Named[],
): Promise<void> {
  const { province } = context.scope;
  const before = await trusteesOf(unit.tx, province, tender.id);
  const stays = (row: Trustee): boolean =>
    named.some((each) => each.accountId === row.accountId && each.capacity === row.capacity);
  const gone = before.filter((row) => !stays(row)).map(({ id }) => id);
  if (gone.length > 0)
    await unit.tx.deleteFrom('bidTrustee').where('province', '=', province).where('id', 'in', gone).execute();
  const kept = new Map(before.filter(stays).map((row) => [row.accountId, row]));
  const fresh = named.filter(({ accountId }) => !kept.has(accountId));
  if (fresh.length === 0) return;
  await unit.tx
    .insertInto('bidTrustee')
    .values(
      fresh.map(({ accountId, organisationId, capacity }) => ({
        province,
        id: context.newId(),
        tenderId: tender.id,
        organiserId: tender.organiserId,
        organisationId,
        accountId,
        capacity,
        namedAt: context.now,
        namedBy: context.actor.accountId,
      })),
    )
    .execute();
  for (const organisationId of new Set(fresh.map((each) => each.organisationId)))
    unit.notify({
      organisationId,
      kind: 'bidding.trusteeNamed',
      subject: { kind: 'tender', id: tender.id },
      facts: saying(tender),
      dueAt: tender.bidFromAt,
    });
}

/** The trustee's own row, locked; a trustee is a person, so of an organisation's persons only the named one acts. */
export async function ownTrustee(
  context: ActorContext,
  unit: Unit,
  tenderId: string,
): Promise<Result<Trustee, 'tender.unknown' | 'bidding.unknownTrustee'>> {
  const { province } = context.scope;
  const tender = await readTender(unit.tx, province, tenderId);
  if (tender === null) return refuse('tender.unknown');
  const row = await unit.tx
    .selectFrom('bidTrustee')
    .selectAll()
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('accountId', '=', context.actor.accountId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? refuse('bidding.unknownTrustee') : ok(row);
}

const answerHash = (answer: string): string => createHash('sha256').update(answer).digest('hex');

type GiveCode =
  | 'tender.unknown'
  | 'tender.undertakingMissing'
  | 'bidding.unknownTrustee'
  | 'bidding.keyMalformed'
  | 'bidding.keyTaken'
  | 'bidding.keyFixed';
type Give = typeof api.giveKey;

/** Keeps the recipient and answers a box that only its identity opens. The identity never comes here. */
export async function giveKey(
  context: ActorContext,
  { params, body }: Call<Give>,
): Answer<ReplyOf<Give>, GiveCode> {
  const challenge = randomBytes(32).toString('base64');
  const testBox = await boxOrNull(body.recipient, challenge);
  if (testBox === null) return refuse('bidding.keyMalformed', { field: 'recipient' });
  try {
    return await command<ReplyOf<Give>, GiveCode>(context, async (unit) => {
      const trustee = await ownTrustee(context, unit, params.tenderId);
      if (!trustee.ok) return trustee;
      if (await isFixed(context, unit, params.tenderId)) return refuse('bidding.keyFixed');
      const undertaken = await undertakes(context, unit, params.tenderId, body.undertaking);
      if (!undertaken.ok) return undertaken;
      await setTrustee(context, unit, trustee.value.id, {
        recipient: body.recipient,
        testBox,
        testHash: answerHash(challenge),
        provenAt: null,
      });
      unit.record({
        event: 'bidding.keyGiven',
        subject: { kind: 'tender', id: params.tenderId },
        basis: [biddingBasis.sealed],
        after: { trustee: trustee.value.id, recipient: body.recipient },
        readers: [trustee.value.organiserId],
      });
      return ok({ trusteeId: trustee.value.id, testBox });
    });
  } catch (error) {
    if (brokenConstraint(error) === 'bid_trustee_key_once')
      return refuse('bidding.keyTaken', { field: 'recipient' });
    throw error;
  }
}

/** Who holds a share undertakes to keep it, with the key (GY-5.4). */
async function undertakes(context: ActorContext, unit: Unit, tenderId: string, accepted: IsoDate | null) {
  const tender = await readTender(unit.tx, context.scope.province, tenderId);
  return tender === null
    ? refuse('tender.unknown')
    : keepUndertaking(context, unit, { tender, capacity: 'trustee', accepted });
}

async function boxOrNull(recipient: string, content: string): Promise<string | null> {
  try {
    return await boxFor(recipient, Buffer.from(content));
  } catch {
    return null;
  }
}

async function isFixed(context: ActorContext, unit: Unit, tenderId: string): Promise<boolean> {
  return ((await roundAt(unit.tx, context.scope.province, tenderId))?.startedAt ?? null) !== null;
}

async function setTrustee(
  context: ActorContext,
  unit: Unit,
  id: string,
  set: Partial<Pick<Trustee, 'recipient' | 'testBox' | 'testHash' | 'provenAt' | 'lostAt' | 'lostNote'>>,
): Promise<void> {
  await unit.tx
    .updateTable('bidTrustee')
    .set(set)
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .execute();
}

type ProveCode = 'tender.unknown' | 'bidding.unknownTrustee' | 'bidding.proofWrong' | 'bidding.keyFixed';
type Prove = typeof api.proveKey;

export function proveKey(
  context: ActorContext,
  { params, body }: Call<Prove>,
): Answer<ReplyOf<Prove>, ProveCode> {
  return command<ReplyOf<Prove>, ProveCode>(context, async (unit) => {
    const trustee = await ownTrustee(context, unit, params.tenderId);
    if (!trustee.ok) return trustee;
    if (await isFixed(context, unit, params.tenderId)) return refuse('bidding.keyFixed');
    const { id, testHash, recipient, organiserId } = trustee.value;
    if (testHash === null || testHash !== answerHash(body.answer)) return refuse('bidding.proofWrong');
    await setTrustee(context, unit, id, { provenAt: context.now, lostAt: null, lostNote: '' });
    unit.record({
      event: 'bidding.keyProven',
      subject: { kind: 'tender', id: params.tenderId },
      basis: [biddingBasis.sealed],
      after: { trustee: id, recipient },
      readers: [organiserId],
    });
    return ok({ trusteeId: id, provenAt: context.now });
  });
}

type LostCode = 'tender.unknown' | 'bidding.unknownTrustee' | 'bidding.releasedBefore';
type Lost = typeof api.reportLostKey;

/** A lost key: the other trustees are enough as long as k of them are left; else bidders open their own bids. */
export function reportLost(
  context: ActorContext,
  { params, body }: Call<Lost>,
): Answer<ReplyOf<Lost>, LostCode> {
  return command<ReplyOf<Lost>, LostCode>(context, async (unit) => {
    const { province } = context.scope;
    const trustee = await ownTrustee(context, unit, params.tenderId);
    if (!trustee.ok) return trustee;
    if (trustee.value.releasedAt !== null) return refuse('bidding.releasedBefore');
    await setTrustee(context, unit, trustee.value.id, { lostAt: context.now, lostNote: body.note });
    const all = await trusteesOf(unit.tx, province, params.tenderId);
    const round = await roundAt(unit.tx, province, params.tenderId);
    const usable = all.filter((each) => each.provenAt !== null && each.lostAt === null).length;
    const threshold = round?.threshold ?? 0;
    unit.record({
      event: 'bidding.keyLost',
      subject: { kind: 'tender', id: params.tenderId },
      basis: [biddingBasis.sealed],
      after: { trustee: trustee.value.id, note: body.note, usable, threshold },
      readers: [trustee.value.organiserId],
    });
    return ok({ trusteeId: trustee.value.id, usable, threshold });
  });
}
