import type { VolumeReportHead } from '@daylight/api/demand-shapes.ts';
import type { ReportState } from '@daylight/rules/demand/report.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

/** Reports with what a list shows of their round and institution; nothing is narrowed yet except the province. */
export function reportRows(tx: Tx, province: number) {
  return tx
    .selectFrom('demandReport')
    .innerJoin('demandRound', (join) =>
      join
        .onRef('demandRound.province', '=', 'demandReport.province')
        .onRef('demandRound.tenderId', '=', 'demandReport.tenderId'),
    )
    .innerJoin('tender', (join) =>
      join
        .onRef('tender.province', '=', 'demandReport.province')
        .onRef('tender.id', '=', 'demandReport.tenderId'),
    )
    .innerJoin('organisation', 'organisation.id', 'demandReport.institutionId')
    .innerJoin('jurisdiction', 'jurisdiction.code', 'demandReport.area')
    .select(['demandReport.tenderId', 'demandReport.institutionId', 'demandReport.area'])
    .select(['demandReport.lineCount', 'demandReport.deviatingCount', 'demandReport.lockedAt'])
    .select(['demandReport.submittedAt', 'demandReport.confirmedAt', 'demandReport.reviewedAt'])
    .select([
      'demandReport.note',
      'demandReport.version',
      'demandReport.organiserId',
      'demandReport.partners',
    ])
    .select(['demandReport.submittedBy'])
    .select(['demandRound.confirmDueAt', 'demandRound.confirmProvisional', 'demandRound.confirmEndedAt'])
    .select(['demandRound.openedAt', 'demandRound.useFrom', 'demandRound.useUntil'])
    .select(['tender.number as tenderNumber', 'tender.title as tenderTitle', 'tender.state as tenderState'])
    .select(['tender.demandFromAt as fromAt', 'tender.demandDueAt as dueAt', 'tender.jurisdiction'])
    .select(['organisation.name as institution', 'jurisdiction.name as areaName'])
    .select((eb) => [
      eb.ref('demandReport.state').$castTo<ReportState>().as('state'),
      sql<boolean>`demand_report.draft is not null`.as('hasDraft'),
      sql<number>`(select count(*)::integer from jsonb_object_keys(demand_report.no_need))`.as('noNeedCount'),
    ])
    .where('demandReport.province', '=', province);
}
export type ReportRow = Awaited<ReturnType<ReturnType<typeof reportRows>['executeTakeFirstOrThrow']>>;

export function headOf(row: ReportRow): VolumeReportHead {
  const { tenderId, tenderNumber, tenderTitle, tenderState, institutionId, institution, area, areaName } =
    row;
  return {
    tenderId,
    tenderNumber,
    tenderTitle,
    tenderState,
    institutionId,
    institution,
    area,
    areaName,
    state: row.state,
    lineCount: row.lineCount,
    deviatingCount: row.deviatingCount,
    noNeedCount: row.noNeedCount,
    hasDraft: row.hasDraft,
    fromAt: row.fromAt,
    dueAt: row.dueAt,
    lockedAt: row.lockedAt,
    confirmDueAt: row.confirmDueAt,
    confirmProvisional: row.confirmProvisional,
    submittedAt: row.submittedAt,
    confirmedAt: row.confirmedAt,
    reviewedAt: row.reviewedAt,
    note: row.note,
    version: row.version,
  };
}
