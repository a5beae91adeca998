import type { WarningItem } from '@daylight/api/supervision.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { reachOf } from './reach.ts';

/** The warnings of the jurisdiction that the asking officer supervises. */
export function warningRows(tx: Tx, { scope, actor }: ActorContext) {
  return tx
    .selectFrom('warning')
    .innerJoin('jurisdiction', 'jurisdiction.code', 'warning.jurisdiction')
    .leftJoin('organisation as institution', 'institution.id', 'warning.institutionId')
    .leftJoin('organisation as other', 'other.id', 'warning.organisationId')
    .leftJoin('account', 'account.id', 'warning.handledBy')
    .where('warning.province', '=', scope.province)
    .where('warning.jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`)
    .selectAll('warning')
    .select([
      'jurisdiction.name as jurisdictionName',
      'institution.name as institutionName',
      'other.name as otherName',
      'account.name as handlerName',
    ]);
}

type WarningRow = Awaited<ReturnType<ReturnType<typeof warningRows>['execute']>>[number];

export function warningItemOf(row: WarningRow): WarningItem {
  return {
    id: row.id,
    kind: row.kind as WarningItem['kind'],
    state: row.state as WarningItem['state'],
    jurisdiction: row.jurisdiction,
    jurisdictionName: row.jurisdictionName,
    institution:
      row.institutionId === null ? null : { id: row.institutionId, name: row.institutionName ?? '' },
    organisation: row.organisationId === null ? null : { id: row.organisationId, name: row.otherName ?? '' },
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    facts: row.facts as unknown as WarningItem['facts'],
    basis: row.basis as unknown as Basis | null,
    raisedAt: row.raisedAt,
    handledAt: row.handledAt,
    handledBy: row.handlerName,
    handling: row.handling,
    version: row.version,
  };
}
