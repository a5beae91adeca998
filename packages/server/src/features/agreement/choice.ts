import type { chooseLeftover, listChoices, readChoice } from '@daylight/api/agreement-choice.ts';
import type { LeftoverScope } from '@daylight/api/agreement-choice.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { may } from '@daylight/rules/access/may.ts';
import { type ChoiceScope, checkedChoice, choiceBasis, mayChoose } from '@daylight/rules/agreement/choice.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import { type Quantity, addQuantity, none, subtractQuantity } from '@daylight/rules/money.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { databaseNow } from '../../clock.ts';
import { type RepeatRefusal, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { awardOf } from '../bidding/port.ts';
import { demandLines } from '../demand/port.ts';
import { type TenderFacts, readTender, tenderItems } from '../tender/port.ts';
import { choosingRows, choicesOf, headOf, lockChoosing, mayReadChoice, saveChoice } from './choice-store.ts';

export function packOf(tender: TenderFacts): RoundPack {
  const read = readPack(tender.pack);
  assert(read.ok, `round ${tender.number} has come this far without a pack`);
  return read.value;
}

export function list(
  context: ActorContext,
  { query }: Call<typeof listChoices>,
): Promise<Result<ReplyOf<typeof listChoices>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = choosingRows(tx, context.scope.province)
      .where((eb) => mayReadChoice(eb, context))
      .orderBy('agreementChoosing.tenderId', 'desc')
      .orderBy('agreementChoosing.institutionId')
      .limit(query.limit + 1);
    if (query.state !== undefined) rows = rows.where('agreementChoosing.state', '=', query.state);
    if (query.tenderId !== undefined) rows = rows.where('agreementChoosing.tenderId', '=', query.tenderId);
    const after = valuesOf(query.cursor, 2);
    if (after !== null)
      rows = rows.where(
        sql<boolean>`(agreement_choosing.tender_id < ${after[0]}::uuid or (agreement_choosing.tender_id = ${after[0]}::uuid
          and agreement_choosing.institution_id > ${after[1]}::uuid))`,
      );
    const found = await rows.execute();
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1);
    const next = found.length > query.limit && last !== undefined;
    return ok({
      items: shown.map(headOf),
      next: next ? cursorOf([last.tenderId, last.institutionId]) : null,
    });
  });
}

export function read(
  context: ActorContext,
  { params }: Call<typeof readChoice>,
): Promise<Result<ReplyOf<typeof readChoice>, 'agreement.choiceUnknown'>> {
  const { province } = context.scope;
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await choosingRows(tx, province)
      .where('agreementChoosing.tenderId', '=', params.tenderId)
      .where('agreementChoosing.institutionId', '=', params.institutionId)
      .where((eb) => mayReadChoice(eb, context))
      .executeTakeFirst();
    const tender = await readTender(tx, province, params.tenderId);
    if (row === undefined || tender === null) return refuse('agreement.choiceUnknown');
    const pack = packOf(tender);
    const times = {
      isChoosing: tender.state === 'choosing',
      dueAt: tender.choiceDueAt,
      now: await databaseNow(context, tx),
    };
    const isOwn = params.institutionId === context.actor.organisationId;
    return ok({
      head: headOf(row),
      mayChoose:
        isOwn && may(context.actor, 'agreement.choose') && row.state !== 'nothing' && mayChoose(times).ok,
      step: pack.volume.rounding.step,
      fallback: pack.leftover.fallback,
      scopes: await scopesOf(tx, tender, params.institutionId, row.scopes as readonly ChoiceScope[]),
      basis: choiceBasis,
    });
  });
}

/** Each scope with its permitted products, what they cost, what the institution reported of them and what it chose. */
async function scopesOf(
  tx: Tx,
  tender: TenderFacts,
  institutionId: string,
  scopes: readonly ChoiceScope[],
): Promise<LeftoverScope[]> {
  const { province, id } = tender;
  const award = await awardOf(tx, province, id);
  const winners = new Map((award?.products ?? []).map((each) => [each.productId, each]));
  const items = new Map((await tenderItems(tx, province, id)).map((each) => [each.item, each]));
  const ids = scopes.flatMap((each) => each.products);
  const products =
    ids.length === 0
      ? []
      : await tx
          .selectFrom('tenderProduct as p')
          .innerJoin('organisation as maker', 'maker.id', 'p.manufacturerId')
          .select(['p.id', 'p.item', 'p.name', 'p.specification', 'maker.name as manufacturer'])
          .where('p.province', '=', province)
          .where('p.id', 'in', [...ids])
          .execute();
  const named = new Map(products.map((each) => [each.id, each]));
  const own = new Map(
    (await demandLines(tx, province, id, { institutionId })).map((each) => [each.productId, each.reported]),
  );
  const chosen = new Map(
    (await choicesOf(tx, province, id, { institutionId })).map((each) => [each.productId, each.quantity]),
  );
  return scopes.map(({ scope, leftover, products: permitted }) => {
    const taken = permitted.reduce<Quantity>((sum, each) => addQuantity(sum, chosen.get(each) ?? none), none);
    const inItems = [...new Set(permitted.map((each) => named.get(each)?.item ?? ''))];
    return {
      scope,
      name: inItems.map((item) => items.get(item)?.name ?? item).join('、'),
      unit: items.get(inItems[0] ?? '')?.unit ?? '',
      leftover,
      rest: subtractQuantity(leftover, taken),
      products: permitted.flatMap((productId) => {
        const product = named.get(productId);
        const winner = winners.get(productId);
        if (product === undefined || winner === undefined) return [];
        return [
          {
            productId,
            name: product.name,
            specification: product.specification,
            manufacturer: product.manufacturer,
            price: winner.price,
            place: winner.place,
            reported: own.get(productId) ?? null,
            chosen: chosen.get(productId) ?? none,
          },
        ];
      }),
    };
  });
}

type Refusal = RefusalOf<typeof chooseLeftover>;

/** The institution's choice; it may be changed until the deadline, by the database's clock. */
export function choose(
  context: ActorContext,
  { params, body }: Call<typeof chooseLeftover>,
): Promise<Result<ReplyOf<typeof chooseLeftover>, Refusal | RepeatRefusal>> {
  const { actor, scope } = context;
  return command<ReplyOf<typeof chooseLeftover>, Refusal>(context, async (unit) => {
    const key = { tenderId: params.tenderId, institutionId: actor.organisationId };
    const row = await lockChoosing(unit.tx, scope.province, key);
    const tender = row === null ? null : await readTender(unit.tx, scope.province, params.tenderId);
    if (row === null || tender === null) return refuse('agreement.choiceUnknown');
    const now = await databaseNow(context, unit.tx);
    const open = mayChoose({ isChoosing: tender.state === 'choosing', dueAt: tender.choiceDueAt, now });
    if (!open.ok) return open;
    // Closed before its time because everybody had chosen, or never open.
    if (row.state === 'silent' || row.state === 'nothing') return refuse('agreement.choiceNotOpen');
    if (row.version !== body.version) return refuse('request.stale');
    const scopes = row.scopes as readonly ChoiceScope[];
    const checked = checkedChoice(body.lines, scopes, packOf(tender).volume.rounding);
    if (!checked.ok) return checked;
    await saveChoice(unit.tx, scope.province, row, {
      lines: checked.value.lines,
      at: now,
      by: actor.accountId,
    });
    unit.record({
      event: 'agreement.chosen',
      subject: { kind: 'tender', id: params.tenderId },
      basis: [choiceBasis],
      after: { institution: actor.organisationId, lines: checked.value.lines, rests: checked.value.rests },
      readers: [row.organiserId],
    });
    return ok({ state: 'chosen' as const, version: row.version + 1, rests: [...checked.value.rests] });
  });
}
