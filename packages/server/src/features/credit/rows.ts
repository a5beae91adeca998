import type { CreditCaseItem, PublicCreditCase } from '@daylight/api/credit-shapes.ts';
import type { CreditEnd, CreditKind, CreditState } from '@daylight/rules/credit/case.ts';
import type { CreditAct, CreditEffect, CreditRole } from '@daylight/rules/credit/shapes.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant, IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';

export interface Wording {
  readonly zh: string;
  readonly en: string;
}

/** A measure as its case keeps it: with its own wording, so that a later pack changes nothing. */
export interface KeptMeasure extends Wording {
  readonly code: string;
  readonly effect: CreditEffect;
  readonly blocks: readonly CreditAct[];
  readonly months: number | null;
  readonly until: IsoDate | null;
}

/** The beginning of every code inside the acting bureau's jurisdiction. */
export function reachOf({ actor }: ActorContext): string {
  return `${actor.jurisdiction.replace(/(?:00)+$/, '')}%`;
}

export function isSeller({ actor }: ActorContext): boolean {
  return actor.kind === 'manufacturer' || actor.kind === 'distributor';
}

export function isId(value: string | undefined): value is string {
  return value !== undefined && /^[0-9a-f-]{36}$/.test(value);
}

export interface Due {
  readonly dueAt: Instant;
  readonly provisional: boolean;
  readonly basis: Basis | null;
}
export function dueFrom(dueAt: Instant, provisional: boolean, basis: unknown): Due {
  return { dueAt, provisional, basis: basis as Basis | null };
}

/** Every case of the province with the names that people read. */
export function allCases(tx: Tx, province: number) {
  return tx
    .selectFrom('creditCase as c')
    .innerJoin('organisation as o', 'o.id', 'c.organisationId')
    .where('c.province', '=', province)
    .selectAll('c')
    .select('o.name as organisation')
    .select((eb) => [
      eb.ref('c.kind').$castTo<CreditKind>().as('kind'),
      eb.ref('c.state').$castTo<CreditState>().as('state'),
      eb.ref('c.role').$castTo<CreditRole>().as('role'),
      eb.ref('c.origin').$castTo<'here' | 'elsewhere'>().as('origin'),
      eb.ref('c.endKind').$castTo<CreditEnd | null>().as('endKind'),
    ]);
}
export type CaseRow = Awaited<ReturnType<ReturnType<typeof allCases>['execute']>>[number];

/** Cases that the acting person may see: an enterprise its own, a bureau those of its jurisdiction. */
export function caseRows(tx: Tx, context: ActorContext) {
  const rows = allCases(tx, context.scope.province);
  return isSeller(context)
    ? rows.where('c.organisationId', '=', context.actor.organisationId)
    : rows.where('c.jurisdiction', 'like', reachOf(context));
}

/** A case locked for a command; null where the acting person may not see it. */
export async function lockCase(tx: Tx, context: ActorContext, id: string): Promise<CaseRow | null> {
  return (await caseRows(tx, context).where('c.id', '=', id).forUpdate('c').executeTakeFirst()) ?? null;
}

export function measuresOfCase(row: Pick<CaseRow, 'measures'>): readonly KeptMeasure[] {
  return row.measures as readonly KeptMeasure[];
}

/** The measures of a case as one line. */
export function measureLine(row: Pick<CaseRow, 'measures' | 'levelText'>): Wording {
  const measures = measuresOfCase(row);
  const level = row.levelText as Wording | null;
  const all = level === null ? measures : [level, ...measures];
  return { zh: all.map((each) => each.zh).join('、'), en: all.map((each) => each.en).join(', ') };
}

export function publicCaseOf(row: CaseRow): PublicCreditCase {
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    enterprise: { id: row.organisationId, name: row.organisation },
    role: row.role,
    ground: row.groundText as Wording,
    scale: row.scale,
    level: row.levelText as Wording | null,
    sourceDocument: row.sourceDocument,
    sourceOn: row.sourceOn,
    place: row.place,
    measures: measuresOfCase(row).map(({ code, zh, en, effect, until }) => ({ code, zh, en, effect, until })),
    basis: row.basis as Basis,
    state: row.state,
    effectiveAt: row.effectiveAt,
    until: row.untilDay,
    endKind: row.endKind,
    endedAt: row.endedAt,
  };
}

export function caseOf(row: CaseRow, { actor }: ActorContext): CreditCaseItem {
  const { hearingDueAt, decideDueAt } = row;
  return {
    ...publicCaseOf(row),
    origin: row.origin,
    jurisdiction: row.jurisdiction,
    enteredAt: row.enteredAt,
    hearing:
      hearingDueAt === null ? null : dueFrom(hearingDueAt, row.hearingDueProvisional, row.hearingDueBasis),
    decide: decideDueAt === null ? null : dueFrom(decideDueAt, row.decideDueProvisional, row.decideDueBasis),
    own: row.enteredBy === actor.accountId,
    version: row.version,
  };
}

/** Counted up with each change, so that two people do not overwrite each other. */
export const nextVersion = sql<number>`version + 1`;
