import type { listAgreements } from '@daylight/api/agreement.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { Side } from '@daylight/rules/agreement/signing.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';
import { reachOf } from '../supervision/port.ts';
import { sideOf } from './store.ts';

/** Agreements beside their round and both parties, and which sides signed what waits now. */
export function agreementRows(tx: Tx, context: ActorContext) {
  return tx
    .selectFrom('agreement')
    .innerJoin('tender', (join) =>
      join.onRef('tender.province', '=', 'agreement.province').onRef('tender.id', '=', 'agreement.tenderId'),
    )
    .innerJoin('organisation as hospital', 'hospital.id', 'agreement.institutionId')
    .innerJoin('organisation as maker', 'maker.id', 'agreement.manufacturerId')
    .leftJoin('agreementAmendment as open', (join) =>
      join
        .onRef('open.province', '=', 'agreement.province')
        .onRef('open.agreementId', '=', 'agreement.id')
        .on('open.state', '=', 'open'),
    )
    .where('agreement.province', '=', context.scope.province)
    .where((eb) => readable(eb, context))
    .selectAll('agreement')
    .select(['tender.number as tenderNumber', 'tender.title as tenderTitle'])
    .select(['hospital.name as hospitalName', 'maker.name as makerName'])
    .select(['open.amendment as openAmendment', 'open.contentHash as openHash'])
    .select([
      'open.dueAt as openDueAt',
      'open.dueProvisional as openProvisional',
      'open.dueBasis as openBasis',
    ])
    .select(
      sql<Side[]>`array(select s.side from agreement_signature s where s.province = agreement.province
        and s.agreement_id = agreement.id and s.amendment = coalesce(open.amendment, 0) order by s.side)`.as(
        'signedBy',
      ),
    );
}
export type AgreementListRow = Awaited<ReturnType<ReturnType<typeof agreementRows>['execute']>>[number];

/** Both parties see their own, the organiser those of its round, bureaus those of their jurisdiction. */
export function readable(
  eb: ExpressionBuilder<DB, 'agreement'>,
  { actor }: ActorContext,
): Expression<SqlBool> {
  switch (actor.kind) {
    case 'institution':
      return eb.or([
        eb('agreement.institutionId', '=', actor.organisationId),
        ...(actor.roles.includes('organiser')
          ? [eb('agreement.organiserId', '=', actor.organisationId)]
          : []),
      ]);
    case 'manufacturer':
      return eb('agreement.manufacturerId', '=', actor.organisationId);
    case 'bureau':
    case 'health':
    case 'operator':
      return eb('agreement.jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`);
    default:
      return eb.lit(false);
  }
}

/** Whether something waits for this side's signature: the contract, or an open supplement. */
export function isMine(row: AgreementListRow, { actor }: ActorContext): boolean {
  const side = sideOf(row, actor.organisationId);
  const waits = row.state === 'open' || row.openAmendment !== null;
  return side !== null && waits && !row.signedBy.includes(side);
}

type Item = ReplyOf<typeof listAgreements>['items'][number];

export function itemOf(row: AgreementListRow, context: ActorContext): Item {
  const isOpen = row.state === 'open';
  const due = isOpen
    ? { dueAt: row.signDueAt, provisional: row.signDueProvisional, basis: row.signDueBasis as Basis }
    : row.openDueAt === null
      ? null
      : { dueAt: row.openDueAt, provisional: row.openProvisional ?? false, basis: row.openBasis as Basis };
  return {
    id: row.id,
    number: row.number,
    tender: { id: row.tenderId, number: row.tenderNumber, title: row.tenderTitle },
    institution: { id: row.institutionId, name: row.hospitalName },
    manufacturer: { id: row.manufacturerId, name: row.makerName },
    state: row.state as Item['state'],
    amount: row.amount,
    signedBy: row.signedBy,
    due,
    isOverdue: isOpen && row.signDueAt <= context.now,
    from: row.termFrom,
    until: row.termUntil,
    mine: isMine(row, context),
    contentHash: row.openHash ?? row.contentHash,
    amendment: row.openAmendment ?? 0,
    version: row.version,
  };
}
