import { may } from '@daylight/rules/access/may.ts';
import { type ExpressionBuilder, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { DB } from '../../tables.ts';

/** '320000' reaches all that begins with '32', '320600' what begins with '3206'. */
export function reachOf(jurisdiction: string): string {
  return jurisdiction.replace(/(00)+$/, '');
}

interface Reviewed {
  readonly area: string;
  readonly jurisdiction: string;
  readonly organiserId: string;
  readonly partners: readonly string[];
}

/**
 * Who takes the reports of institutions: the bureau of their city, the bureau that runs the round, the province; in a round
 * of medical groups the lead hospitals (GY-3.1).
 */
export function isReviewer({ actor }: ActorContext, of: Reviewed): boolean {
  if (!may(actor, 'demand.review')) return false;
  if (actor.kind !== 'bureau')
    return of.organiserId === actor.organisationId || of.partners.includes(actor.organisationId);
  const reach = reachOf(actor.jurisdiction);
  return of.area.startsWith(reach) || of.jurisdiction.startsWith(reach);
}

type Wall = ExpressionBuilder<DB, 'demandReport' | 'tender'>;

/** Reports that the actor may read: one's own, those one reviews, those of one's jurisdiction. */
export function mayRead(eb: Wall, { actor }: ActorContext) {
  const organised = eb.or([
    eb('demandReport.organiserId', '=', actor.organisationId),
    sql<boolean>`demand_report.partners @> array[${actor.organisationId}::uuid]`,
  ]);
  if (actor.kind === 'institution')
    return eb.or([eb('demandReport.institutionId', '=', actor.organisationId), organised]);
  const reach = `${reachOf(actor.jurisdiction)}%`;
  return eb.or([organised, eb('demandReport.area', 'like', reach), eb('tender.jurisdiction', 'like', reach)]);
}
