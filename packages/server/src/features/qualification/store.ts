import type { ContentsWire, QualificationChangeWire } from '@daylight/api/qualification-shapes.ts';
import { type Actor, may } from '@daylight/rules/access/may.ts';
import { reaches } from '@daylight/rules/access/reach.ts';
import type { QualificationState } from '@daylight/rules/qualification/standing.ts';
import { type PathState, type PathStep, isOpen, stepOf } from '@daylight/rules/qualification/step.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { type Instant, type IsoDate, dayNumber } from '@daylight/rules/time.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

export type Act = QualificationChangeWire['act'];

export function qualificationRows(tx: Tx, province: number) {
  return tx
    .selectFrom('qualification as q')
    .innerJoin('organisation as firm', 'firm.id', 'q.organisationId')
    .select([
      'q.id',
      'q.organisationId',
      'firm.name as organisationName',
      'q.jurisdiction',
      'q.kind',
      'q.number',
    ])
    .select(['q.holder', 'q.issuer', 'q.scope', 'q.validFrom', 'q.validUntil', 'q.stateNote', 'q.changeId'])
    .select(['q.reminders', 'q.dueAt', 'q.version'])
    .select((eb) => [
      eb.ref('q.state').$castTo<QualificationState>().as('state'),
      eb
        .exists(
          eb
            .selectFrom('qualificationChange as c')
            .select('c.id')
            .where('c.province', '=', province)
            .whereRef('c.qualificationId', '=', 'q.id')
            .where('c.state', 'in', ['submitted', 'checked']),
        )
        .$castTo<boolean>()
        .as('changing'),
    ])
    .where('q.province', '=', province);
}
export type QualificationRow = Awaited<
  ReturnType<ReturnType<typeof qualificationRows>['executeTakeFirstOrThrow']>
>;

/** Locked until the end of the transaction; undefined when there is none, or when somebody holds it and it may be skipped. */
export async function lockQualification(tx: Tx, province: number, id: string, skipLocked = false) {
  const query = tx
    .selectFrom('qualification')
    .select('id')
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate();
  const locked = await (skipLocked ? query.skipLocked() : query).executeTakeFirst();
  if (locked === undefined) return undefined;
  return qualificationRows(tx, province).where('q.id', '=', id).executeTakeFirst();
}

export function shownQualification(row: QualificationRow, today: IsoDate) {
  const { id, kind, number, holder, issuer, scope, validFrom, validUntil, state, stateNote } = row;
  return {
    id,
    organisation: { id: row.organisationId, name: row.organisationName },
    kind,
    number,
    holder,
    issuer,
    scope,
    validFrom,
    validUntil,
    state,
    stateNote,
    changing: row.changing,
    daysLeft: validUntil === null ? null : dayNumber(validUntil) - dayNumber(today),
    version: row.version,
  };
}

/** What was confirmed, as contents to compare with. */
export function contentsOf(row: QualificationRow): ContentsWire | null {
  const { kind, number, holder, issuer, scope, validFrom, validUntil } = row;
  if (validFrom === null || row.state === 'declared') return null;
  return { kind, number, holder, issuer, scope, validFrom, validUntil };
}

export function changeRows(tx: Tx, province: number) {
  return tx
    .selectFrom('qualificationChange as c')
    .innerJoin('organisation as firm', 'firm.id', 'c.organisationId')
    .innerJoin('account as submitter', 'submitter.id', 'c.submittedBy')
    .leftJoin('account as checker', 'checker.id', 'c.checkedBy')
    .leftJoin('account as decider', 'decider.id', 'c.decidedBy')
    .select(['c.id', 'c.number', 'c.qualificationId', 'c.organisationId', 'firm.name as organisationName'])
    .select([
      'c.jurisdiction',
      'c.kind',
      'c.reason',
      'c.submittedAt',
      'c.submittedBy',
      'submitter.name as submitterName',
    ])
    .select(['c.checkedAt', 'c.checkedBy', 'checker.name as checkerName', 'c.checkNote'])
    .select([
      'c.decidedAt',
      'decider.name as deciderName',
      'c.decisionNote',
      'c.dueAt',
      'c.dueProvisional',
      'c.version',
    ])
    .select((eb) => [
      eb.ref('c.act').$castTo<Act>().as('act'),
      eb.ref('c.state').$castTo<PathState>().as('state'),
      eb.ref('c.contents').$castTo<ContentsWire>().as('contents'),
      eb.ref('c.dueBasis').$castTo<Basis | null>().as('dueBasis'),
    ])
    .where('c.province', '=', province);
}
export type ChangeRow = Awaited<ReturnType<ReturnType<typeof changeRows>['executeTakeFirstOrThrow']>>;

export async function lockChange(tx: Tx, province: number, id: string): Promise<ChangeRow | undefined> {
  const locked = await tx
    .selectFrom('qualificationChange')
    .select('id')
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return locked === undefined
    ? undefined
    : changeRows(tx, province).where('c.id', '=', id).executeTakeFirst();
}

/** What is on its way, whether a declaration or an added specification. */
export interface Waiting {
  readonly organisationId: string;
  readonly jurisdiction: string;
  readonly state: PathState;
  readonly submittedBy: string;
  readonly checkedBy: string | null;
}

/** What somebody may do with it now: both sides of the path ask here. */
export function mayStep(actor: Actor, way: Waiting): PathStep[] {
  if (!isOpen(way.state)) return [];
  const fits = (step: PathStep): boolean => stepOf(way, step, actor.accountId).ok;
  const isOwn = actor.organisationId === way.organisationId;
  if (isOwn) return may(actor, 'qualification.declare') && fits('withdraw') ? ['withdraw'] : [];
  if (!reaches(actor, way.jurisdiction)) return [];
  const checks = way.state === 'submitted' && may(actor, 'qualification.check');
  const confirms = way.state === 'checked' && may(actor, 'qualification.confirm');
  const steps: PathStep[] = [];
  if (checks && fits('check')) steps.push('check');
  if (confirms && fits('confirm')) steps.push('confirm');
  return steps.length > 0 || confirms ? [...steps, 'return'] : [];
}

function stepShown(at: Instant | null, by: string | null, note: string) {
  return at === null ? null : { at, by: by ?? '', note };
}

/** The people of a bureau are named to their own side only; an enterprise sees that the bureau acted. */
export function shownPath(
  row: {
    readonly submittedAt: Instant;
    readonly submitterName: string;
    readonly checkedAt: Instant | null;
    readonly checkerName: string | null;
    readonly checkNote: string;
    readonly decidedAt: Instant | null;
    readonly deciderName: string | null;
    readonly decisionNote: string;
  },
  { actor }: Context,
) {
  const isSeller = actor?.kind === 'manufacturer' || actor?.kind === 'distributor';
  const named = (name: string | null): string | null => (isSeller ? '' : name);
  return {
    submitted: { at: row.submittedAt, by: row.submitterName },
    checked: stepShown(row.checkedAt, named(row.checkerName), row.checkNote),
    decided: stepShown(row.decidedAt, named(row.deciderName), row.decisionNote),
  };
}
