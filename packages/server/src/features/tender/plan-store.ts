import { hashOf } from '@daylight/rules/award/hash.ts';
import { checkPack } from '@daylight/rules/award/check.ts';
import type { CheckFinding } from '@daylight/rules/award/finding.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { packDiffers } from '@daylight/rules/tender/fill-pack.ts';
import type { Person, PlanFacts } from '@daylight/rules/tender/plan.ts';
import type { Selectable, Updateable } from 'kysely';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';
import {
  type TenderFacts,
  type TenderInstitution,
  type TenderItem,
  tenderInstitutions,
  tenderItems,
} from './store.ts';

type Row = Selectable<DB['tenderPlan']>;
export interface Plan extends Omit<
  Row,
  'committee' | 'team' | 'filedWith' | 'filingAnswer' | 'announceFromBasis'
> {
  readonly committee: readonly Person[];
  readonly team: readonly Person[];
  readonly filedWith: 'province' | 'health' | null;
  readonly filingAnswer: 'noted' | 'returned' | null;
  readonly announceFromBasis: Basis | null;
}

export async function planOf(
  tx: Tx,
  { province, id }: Pick<TenderFacts, 'province' | 'id'>,
): Promise<Plan | null> {
  const row = await tx
    .selectFrom('tenderPlan')
    .selectAll()
    .where('province', '=', province)
    .where('tenderId', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : (row as unknown as Plan);
}

export async function setPlan(
  tx: Tx,
  { province, id }: Pick<TenderFacts, 'province' | 'id'>,
  set: Updateable<DB['tenderPlan']>,
): Promise<void> {
  await tx
    .updateTable('tenderPlan')
    .set(set)
    .where('province', '=', province)
    .where('tenderId', '=', id)
    .execute();
}

/** Everything that was approved and filed; another value anywhere is another plan. */
export interface WholePlan {
  readonly tender: TenderFacts;
  readonly plan: Plan;
  readonly items: readonly TenderItem[];
  readonly members: readonly TenderInstitution[];
}

export async function wholePlan(tx: Tx, tender: TenderFacts): Promise<WholePlan> {
  const { province, id } = tender;
  const plan = await planOf(tx, tender);
  if (plan === null) throw new Error(`round ${id} has no plan`);
  return {
    tender,
    plan,
    items: await tenderItems(tx, province, id),
    members: await tenderInstitutions(tx, province, id),
  };
}

export function planHashOf({ tender, plan, items, members }: WholePlan): string {
  const { title, level, mode, termMonths, pack, quoting } = tender;
  const { demandFromAt, demandDueAt, bidFromAt, bidDueAt, choiceDueAt, signDueAt } = tender;
  const { modeCode, scope, process, duties, committee, team } = plan;
  return hashOf({
    // Plans of before there were quoting rounds keep their hash.
    project: { title, level, mode, modeCode, termMonths, ...(quoting === null ? {} : { quoting }) },
    timetable: { demandFromAt, demandDueAt, bidFromAt, bidDueAt, choiceDueAt, signDueAt },
    plan: { scope, process, duties, committee, team },
    items: items.map(({ item, name, unit, codePrefixes, cap }) => ({ item, name, unit, codePrefixes, cap })),
    institutions: members.map(({ institutionId }) => institutionId),
    pack,
  });
}

export interface CheckedPack {
  readonly pack: RoundPack;
  readonly findings: readonly CheckFinding[];
}

/** The pack of a round, read and checked; null while it has none. Refuses one that cannot be read. */
export function packOf(value: unknown): Result<CheckedPack | null, 'tender.packMalformed'> {
  if (value === null || value === undefined) return ok(null);
  const read = readPack(value);
  if (read.ok) return ok({ pack: read.value, findings: checkPack(read.value) });
  const [fault] = read.faults;
  return refuse('tender.packMalformed', {
    field: 'pack',
    facts: { path: fault?.path ?? '', found: fault?.found ?? fault?.code ?? '' },
  });
}

/** What the rules look at before a plan goes on. */
export function planFactsOf(
  { tender, plan, items, members }: WholePlan,
  checked: CheckedPack | null,
): Result<PlanFacts, 'tender.packItems'> {
  const differs = checked === null ? [] : packDiffers(checked.pack, items);
  if (differs.length > 0)
    return refuse('tender.packItems', { field: 'pack', facts: { items: differs.join(', ') } });
  return ok({
    level: tender.level,
    scope: plan.scope,
    process: plan.process,
    duties: plan.duties,
    committee: plan.committee,
    team: plan.team,
    items,
    institutions: members.length,
    cities: [...new Set(members.map(({ area }) => area))],
    findings: checked?.findings ?? null,
  });
}
