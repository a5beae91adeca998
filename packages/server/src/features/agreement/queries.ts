import type { listAgreements, readAgreement } from '@daylight/api/agreement.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { linesInForce } from '@daylight/rules/agreement/amending.ts';
import type { AgreementContent } from '@daylight/rules/agreement/content.ts';
import { mayVoid } from '@daylight/rules/agreement/signing.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { isOrganiser, readTender } from '../tender/port.ts';
import { agreementRows, itemOf } from './rows.ts';
import { type AmendmentRow, amendmentsOf, sideOf, signaturesOf } from './store.ts';

type Query = Call<typeof listAgreements>['query'];
type Shown = ReplyOf<typeof readAgreement>;

/** What waits for the asking organisation's own signature. */
function unsigned(tx: Tx, context: ActorContext) {
  const own = context.actor.organisationId;
  return agreementRows(tx, context)
    .where((eb) => eb.or([eb('agreement.institutionId', '=', own), eb('agreement.manufacturerId', '=', own)]))
    .where((eb) => eb.or([eb('agreement.state', '=', 'open'), eb('open.amendment', 'is not', null)]))
    .where(
      sql<boolean>`not exists (select 1 from agreement_signature s where s.province = agreement.province
        and s.agreement_id = agreement.id and s.amendment = coalesce(open.amendment, 0)
        and s.side = case when agreement.institution_id = ${own} then 'institution' else 'manufacturer' end)`,
    );
}

export async function list(
  context: ActorContext,
  { query }: Call<typeof listAgreements>,
): Promise<Result<ReplyOf<typeof listAgreements>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const rows = await page(tx, context, query);
    const items = rows.slice(0, query.limit).map((row) => itemOf(row, context));
    const next = rows.length > query.limit ? (items.at(-1)?.id ?? null) : null;
    return ok({ items, next, toSign: await toSign(tx, context) });
  });
}

function page(tx: Tx, context: ActorContext, query: Query) {
  let rows = query.mine === 'true' ? unsigned(tx, context) : agreementRows(tx, context);
  if (query.tenderId !== undefined) rows = rows.where('agreement.tenderId', '=', query.tenderId);
  if (query.state !== undefined) rows = rows.where('agreement.state', '=', query.state);
  if (query.search !== undefined && query.search !== '') {
    const like = `%${query.search.replaceAll(/[\\%_]/g, '\\$&')}%`;
    rows = rows.where((eb) =>
      eb.or([
        eb('agreement.number', 'like', like),
        eb('hospital.name', 'like', like),
        eb('maker.name', 'like', like),
      ]),
    );
  }
  const after = /^[0-9a-f-]{36}$/.exec(query.cursor ?? '')?.[0];
  if (after !== undefined) rows = rows.where('agreement.id', '<', after);
  return rows
    .orderBy('agreement.id', 'desc')
    .limit(query.limit + 1)
    .execute();
}

/** Counted up to a thousand: nobody signs more in one sitting. */
async function toSign(tx: Tx, context: ActorContext): Promise<number> {
  const { actor } = context;
  if (actor.kind !== 'institution' && actor.kind !== 'manufacturer') return 0;
  const rows = await unsigned(tx, context).clearSelect().select('agreement.id').limit(1000).execute();
  return rows.length;
}

export async function read(
  context: ActorContext,
  { params }: Call<typeof readAgreement>,
): Promise<Result<Shown, 'agreement.unknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await agreementRows(tx, context)
      .where('agreement.id', '=', params.agreementId)
      .executeTakeFirst();
    if (row === undefined) return refuse('agreement.unknown');
    const content = row.content as unknown as AgreementContent;
    const amendments = await amendmentsOf(tx, row.province, row.id);
    const signatures = await signaturesOf(tx, row.province, [row.id]);
    const tender = await readTender(tx, row.province, row.tenderId);
    const overdue = mayVoid(
      { state: row.state as Shown['state'] },
      { dueAt: row.signDueAt, now: context.now },
    );
    return ok({
      ...itemOf(row, context),
      contentHash: row.contentHash,
      clauses: content.clauses.map(({ code, text }) => ({ code, text })),
      lines: await shownLines(tx, { row, content, amendments }),
      signatures: under(signatures, content, 0),
      amendments: amendments.map((amendment) => ({
        ...shownAmendment(amendment),
        signatures: under(signatures, content, amendment.amendment),
      })),
      ownSide: sideOf(row, context.actor.organisationId),
      mayVoid: tender !== null && isOrganiser(context, tender) && overdue.ok,
      endNote: row.endNote,
      endBasis: row.endBasis as Basis | null,
      basis: [...content.basis],
    });
  });
}

/** The signatures under one text; 0 is the contract itself. */
function under(
  signatures: Awaited<ReturnType<typeof signaturesOf>>,
  content: AgreementContent,
  amendment: number,
): Shown['signatures'] {
  return signatures
    .filter((one) => one.amendment === amendment)
    .map(({ side, person, signedAt, method, contentHash }) => ({
      side,
      person,
      organisation: content[side].name,
      at: signedAt,
      method,
      contentHash,
    }));
}

interface Showing {
  readonly row: { readonly province: number; readonly id: string };
  readonly content: AgreementContent;
  readonly amendments: readonly AmendmentRow[];
}

async function shownLines(tx: Tx, { row, content, amendments }: Showing): Promise<Shown['lines']> {
  const states = await tx
    .selectFrom('agreementLine')
    .select(['productId', 'state'])
    .where('province', '=', row.province)
    .where('agreementId', '=', row.id)
    .execute();
  const ended = new Set(states.filter(({ state }) => state === 'ended').map(({ productId }) => productId));
  const inForce = amendments.filter(({ state }) => state === 'inForce').map((each) => each.content.lines);
  const now = new Map(linesInForce(content.lines, inForce).map((line) => [line.productId, line.agreed]));
  return content.lines.map((line) => ({
    ...line,
    agreedNow: now.get(line.productId) ?? line.agreed,
    isEnded: ended.has(line.productId),
  }));
}

function shownAmendment(row: AmendmentRow) {
  const { reason, text, lines } = row.content;
  return {
    amendment: row.amendment,
    state: row.state,
    proposedBy: row.proposedBy,
    proposedAt: row.proposedAt,
    reason,
    text,
    lines: lines.map(({ productId, name, specification, agreed }) => ({
      productId,
      name,
      specification,
      agreed,
    })),
    due: { dueAt: row.dueAt, provisional: row.dueProvisional, basis: row.dueBasis as Basis },
    contentHash: row.contentHash,
    note: row.note,
  };
}
