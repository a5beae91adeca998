import type { listUndertakings, recordUndertaking } from '@daylight/api/tender-oversight.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import {
  type UndertakingCapacity,
  type UndertakingText,
  undertake,
  undertakingText,
} from '@daylight/rules/tender/integrity.ts';
import { hasReached } from '@daylight/rules/tender/state.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { attach, filesOf } from '../evidence/port.ts';
import { isOrganiser } from './move.ts';
import { planOf } from './plan-store.ts';
import { type TenderFacts, readTender } from './store.ts';

function textFor(
  { book, today }: Context,
  tender: Pick<TenderFacts, 'jurisdiction'>,
  capacity: UndertakingCapacity,
): UndertakingText | null {
  return undertakingText(resolve(book, 'tender.integrity', tender.jurisdiction, today), capacity);
}

export interface UndertakingWish {
  readonly tender: Pick<TenderFacts, 'id' | 'organiserId' | 'jurisdiction'>;
  readonly capacity: UndertakingCapacity;
  /** The version of the text that was accepted. */
  readonly accepted: IsoDate | null;
  /** Who undertakes; the acting person where nobody else is named. */
  readonly person?: string;
}

/**
 * Keeps what somebody undertakes about a round, with the text as it reads today (廉洁承诺, GY-5.4). Refused where another text is
 * in force than the one that was accepted. Answers the id, null where the pack asks for none.
 */
export async function keepUndertaking(
  context: ActorContext,
  unit: Unit,
  { tender, capacity, accepted, person }: UndertakingWish,
): Promise<Result<string | null, 'tender.undertakingMissing'>> {
  const { actor, scope, now } = context;
  const may = undertake(textFor(context, tender, capacity), accepted);
  if (!may.ok) return may;
  if (may.value === null) return ok(null);
  const { zh, en, from, basis } = may.value;
  const who = person ?? (await nameOf(unit, actor.accountId));
  const id = context.newId();
  const kept = await unit.tx
    .insertInto('tenderUndertaking')
    .values({
      province: scope.province,
      id,
      tenderId: tender.id,
      organiserId: tender.organiserId,
      capacity,
      organisationId: actor.organisationId,
      person: who,
      text: JSON.stringify({ zh, en }),
      textFrom: from,
      basis: JSON.stringify(basis),
      at: now,
      recordedBy: actor.accountId,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['province', 'tenderId', 'capacity', 'organisationId', 'person', 'textFrom'])
        .doNothing(),
    )
    .executeTakeFirst();
  if (kept.numInsertedOrUpdatedRows === 0n) return ok(null);
  unit.record({
    event: 'tender.undertaken',
    subject: { kind: 'tender', id: tender.id },
    basis: [basis],
    after: { capacity, person: who, version: from },
    readers: [tender.organiserId],
  });
  return ok(id);
}

async function nameOf({ tx }: Unit, accountId: string): Promise<string> {
  const row = await tx.selectFrom('account').select('name').where('id', '=', accountId).executeTakeFirst();
  return row?.name ?? '';
}

const supervisorKinds: ReadonlySet<string> = new Set(['bureau', 'health']);

export async function undertakings(
  context: ActorContext,
  { params }: Call<typeof listUndertakings>,
): Answered<typeof listUndertakings> {
  const { actor, scope } = context;
  return reading(context.database.db, scope, async (tx) => {
    const tender = await readTender(tx, scope.province, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    const organises = isOrganiser(context, tender);
    const sees = organises || supervisorKinds.has(actor.kind);
    const isOpened = hasReached(tender.state, 'opened');
    const rows = await tx
      .selectFrom('tenderUndertaking as u')
      .innerJoin('organisation as o', 'o.id', 'u.organisationId')
      .select(['u.id', 'u.person', 'u.text', 'u.textFrom', 'u.basis', 'u.at', 'o.name as organisation'])
      .select((eb) => eb.ref('u.capacity').$castTo<UndertakingCapacity>().as('capacity'))
      .where('u.province', '=', scope.province)
      .where('u.tenderId', '=', tender.id)
      .$if(!sees, (wanted) => wanted.where('u.organisationId', '=', actor.organisationId))
      // Who bids is nobody's business before the opening, but the organiser's.
      .$if(!organises && !isOpened && sees, (wanted) => wanted.where('u.capacity', '<>', 'bidder'))
      .orderBy('u.id')
      .limit(1000)
      .execute();
    const files = await filesOf(
      tx,
      scope.province,
      rows.map(({ id }) => ({ kind: 'tender-undertaking', id })),
    );
    const items: ReplyOf<typeof listUndertakings>['items'] = rows.map(({ textFrom, ...row }) => ({
      ...row,
      from: textFrom,
      text: row.text as { zh: string; en: string },
      basis: row.basis as Basis,
      files: [...(files.get(`tender-undertaking:${row.id}`) ?? [])],
    }));
    const plan = sees ? await planOf(tx, tender) : null;
    const done = new Set(items.filter((each) => each.capacity === 'team').map((each) => each.person));
    const named = plan === null ? [] : [...plan.committee, ...plan.team].map((each) => each.name);
    const texts = {
      bidder: textFor(context, tender, 'bidder'),
      trustee: textFor(context, tender, 'trustee'),
      team: textFor(context, tender, 'team'),
    };
    const missing = texts.team === null ? [] : [...new Set(named)].filter((name) => !done.has(name));
    return ok({ items, texts, missing, mayRecord: organises });
  });
}

type Recording = typeof recordUndertaking;

/** What a member of committee or team signed on paper, with the paper: the organiser records it at appointment. */
export function recordOne(context: ActorContext, { params, body }: Call<Recording>): Answered<Recording> {
  return command<ReplyOf<Recording>, RefusalOf<Recording>>(context, async (unit) => {
    const tender = await readTender(unit.tx, context.scope.province, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    if (!isOrganiser(context, tender)) return refuse('tender.notYours');
    const plan = await planOf(unit.tx, tender);
    const named = plan === null ? [] : [...plan.committee, ...plan.team].map((each) => each.name);
    if (!named.includes(body.person)) return refuse('tender.personUnknown', { field: 'person' });
    const wish = { tender, capacity: 'team' as const, accepted: body.undertaking, person: body.person };
    const kept = await keepUndertaking(context, unit, wish);
    if (!kept.ok) return kept;
    if (kept.value === null) return refuse('tender.personUnknown', { field: 'person' });
    const attached = await attach(context, unit, body.evidenceIds, {
      subject: { kind: 'tender-undertaking', id: kept.value },
      readers: [tender.organiserId],
      jurisdiction: tender.jurisdiction,
    });
    return attached.ok ? ok({ id: kept.value }) : attached;
  });
}
