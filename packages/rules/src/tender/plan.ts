import type { CheckFinding } from '../award/finding.ts';
import type { OrganisationKind } from '../access/permissions.ts';
import { dueOf } from '../calendar/term.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { basisOf } from '../policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import { articles } from './articles.ts';
import { type TenderPolicy, bureauLevels } from './policy.ts';
import type { TenderLevel, TenderMode } from './state.ts';

export interface Organiser {
  readonly kind: OrganisationKind;
  readonly jurisdiction: string;
  /** Medical groups that it leads. */
  readonly leads: readonly string[];
}

export type OrganiserRefusal = 'tender.notOrganiser' | 'tender.notLead';

const isProvince = (jurisdiction: string): boolean => jurisdiction.endsWith('0000');

/**
 * Who may run a round of a level: the province (or a city that a document names, GD-2) the wide ones, a lead city an alliance of
 * cities, the lead hospital its group's joint purchase (GY-3.1), any institution a purchasing union (HN-5).
 */
export function mayOrganise(
  organiser: Organiser,
  level: TenderLevel,
  { organisers }: Pick<TenderPolicy, 'organisers'>,
): Result<null, OrganiserRefusal> {
  const { kind, jurisdiction, leads } = organiser;
  if (!bureauLevels.includes(level)) {
    if (kind !== 'institution')
      return refuse('tender.notOrganiser', { basis: articles.leads, facts: { level } });
    if (level === 'group' && leads.length === 0) return refuse('tender.notLead', { basis: articles.leads });
    return ok(null);
  }
  if (kind !== 'bureau') return refuse('tender.notOrganiser', { basis: articles.levels, facts: { level } });
  if (organisers !== null)
    return organisers.value.includes(jurisdiction)
      ? ok(null)
      : refuse('tender.notOrganiser', { basis: basisOf(organisers), facts: { level } });
  if (level !== 'interCity' && !isProvince(jurisdiction))
    return refuse('tender.notOrganiser', { basis: articles.levels, facts: { level } });
  return ok(null);
}

/** How a mode that a place's documents name may run here. */
const procedures: Readonly<Record<string, readonly TenderMode[]>> = {
  tender: ['tender', 'auction'],
  bidding: ['tender', 'auction'],
  volume: ['tender', 'auction', 'negotiation', 'inquiry'],
  negotiation: ['negotiation'],
  priceNegotiation: ['negotiation', 'bargain', 'inquiry'],
  accessNegotiation: ['negotiation', 'bargain'],
  bargaining: ['bargain', 'negotiation', 'inquiry'],
  listing: ['listing', 'inquiry'],
  inquiry: ['inquiry'],
};

export function proceduresOf(modeCode: string): readonly TenderMode[] {
  return Object.hasOwn(procedures, modeCode) ? (procedures[modeCode] ?? []) : [];
}

/** Whether a place knows a mode and it can run so (SX-3.2b, JS-21, GD-1b). */
export function checkMode(
  { modeCode, mode }: { readonly modeCode: string; readonly mode: TenderMode },
  { modes }: Pick<TenderPolicy, 'modes'>,
): Result<null, 'tender.modeUnknown'> {
  const known = modes.value.some(({ code }) => code === modeCode);
  return known && proceduresOf(modeCode).includes(mode)
    ? ok(null)
    : refuse('tender.modeUnknown', {
        basis: basisOf(modes),
        field: 'modeCode',
        facts: { modes: modes.value.map(({ zh }) => zh).join('、') },
      });
}

export interface Person {
  readonly name: string;
  readonly organisation: string;
  readonly post: string;
}

export interface PlanFacts {
  readonly level: TenderLevel;
  readonly scope: string;
  readonly process: string;
  readonly duties: string;
  readonly committee: readonly Person[];
  readonly team: readonly Person[];
  readonly items: readonly { readonly item: string; readonly codePrefixes: readonly string[] }[];
  readonly institutions: number;
  /** Cities whose institutions take part. */
  readonly cities: readonly string[];
  /** What the check of the pack found; null where the round has no pack yet. */
  readonly findings: readonly CheckFinding[] | null;
}

export type PlanRefusal =
  | 'tender.noItems'
  | 'tender.noInstitutions'
  | 'tender.tooFewCities'
  | 'tender.planIncomplete'
  | 'tender.jointItemCount'
  | 'tender.packMissing'
  | 'tender.packHasErrors'
  | 'tender.codesTwice';

/** Everything a plan needs before a second person approves it (GY-4.2, JS-22, GY-3.2), cheapest first. */
export function checkPlan(plan: PlanFacts, policy: TenderPolicy): Result<null, PlanRefusal> {
  if (plan.items.length === 0) return refuse('tender.noItems', { basis: articles.plan });
  const once = checkCodesOnce(plan.items);
  if (!once.ok) return once;
  if (plan.institutions === 0) return refuse('tender.noInstitutions', { basis: articles.institutions });
  const { allianceCitiesMin, jointItems } = policy;
  if (
    plan.level === 'interCity' &&
    allianceCitiesMin !== null &&
    plan.cities.length < allianceCitiesMin.value
  )
    return refuse('tender.tooFewCities', {
      basis: basisOf(allianceCitiesMin),
      field: 'regions',
      facts: { wanted: allianceCitiesMin.value, found: plan.cities.length },
    });
  if (plan.level === 'group' && jointItems !== null && plan.items.length !== jointItems.value)
    return refuse('tender.jointItemCount', {
      basis: basisOf(jointItems),
      facts: { wanted: jointItems.value, found: plan.items.length },
    });
  const missing = missingPart(plan);
  if (missing !== null)
    return refuse('tender.planIncomplete', {
      basis: articles.plan,
      field: missing,
      facts: { part: missing },
    });
  return checkPackFindings(plan.findings);
}

/** An error of the pack stops the round; warnings are weighed by people. */
export function checkPackFindings(
  findings: readonly CheckFinding[] | null,
): Result<null, 'tender.packMissing' | 'tender.packHasErrors'> {
  if (findings === null) return refuse('tender.packMissing', { basis: articles.modes, field: 'pack' });
  const errors = findings.filter(({ severity }) => severity === 'error');
  return errors.length === 0
    ? ok(null)
    : refuse('tender.packHasErrors', {
        basis: articles.modes,
        field: 'pack',
        facts: { count: errors.length, codes: errors.map(({ code }) => code).join(', ') },
      });
}

const texts = ['scope', 'process', 'duties'] as const;

function missingPart(plan: PlanFacts): string | null {
  const text = texts.find((name) => plan[name].trim() === '');
  if (text !== undefined) return text;
  // A group's plan names its committee and its joint purchasing team; a bureau has its own house.
  if (bureauLevels.includes(plan.level)) return null;
  if (plan.committee.length === 0) return 'committee';
  return plan.team.length === 0 ? 'team' : null;
}

/** Each code belongs to one item at most: a product competes in one place. */
export function checkCodesOnce(items: PlanFacts['items']): Result<null, 'tender.codesTwice'> {
  const codes = overlapWithin(items);
  return codes === null
    ? ok(null)
    : refuse('tender.codesTwice', { basis: articles.units, field: 'items', facts: { codes } });
}

function overlapWithin(items: PlanFacts['items']): string | null {
  const seen: { prefix: string; item: string }[] = [];
  for (const { item, codePrefixes } of items) {
    for (const prefix of codePrefixes) {
      const met = seen.find(
        (each) => each.item !== item && (each.prefix.startsWith(prefix) || prefix.startsWith(each.prefix)),
      );
      if (met !== undefined) return `${met.prefix} / ${prefix}`;
      seen.push({ prefix, item });
    }
  }
  return null;
}

export interface FilingDuty {
  readonly with: 'province' | 'health';
  readonly basis: Basis;
}

/** With whom a plan has to be filed before it starts (JS-22, HN-14, GY-5.2); null where nobody asks for it. */
export function filingDuty(
  { level, jurisdiction }: { readonly level: TenderLevel; readonly jurisdiction: string },
  { planFiledWith }: Pick<TenderPolicy, 'planFiledWith'>,
): FilingDuty | null {
  if (planFiledWith === null) return null;
  const [place] = planFiledWith.value;
  const ownedByBureau = bureauLevels.includes(level);
  if (place?.code === 'province' && ownedByBureau && !isProvince(jurisdiction))
    return { with: 'province', basis: basisOf(planFiledWith) };
  if (place?.code === 'health' && !ownedByBureau) return { with: 'health', basis: basisOf(planFiledWith) };
  return null;
}

/** From when on a filed plan may be announced: the end of its term, or at once where no document sets one. */
export function announceFrom(
  filedAt: Instant,
  { planFiledBefore }: Pick<TenderPolicy, 'planFiledBefore'>,
  calendar: Calendar,
): { readonly dueAt: Instant; readonly provisional: boolean; readonly basis: Basis } {
  if (planFiledBefore === null) return { dueAt: filedAt, provisional: false, basis: articles.approval };
  const { dueAt, provisional } = dueOf(filedAt, planFiledBefore.value, calendar);
  return { dueAt, provisional, basis: basisOf(planFiledBefore) };
}

export interface AnnounceFacts {
  readonly duty: FilingDuty | null;
  readonly filedAt: Instant | null;
  readonly filingAnswer: string | null;
  readonly announceFromAt: Instant | null;
  readonly announceBasis: Basis | null;
}
export type AnnounceRefusal = 'tender.planNotFiled' | 'tender.planReturned' | 'tender.filedTooLate';

/** Whether the filing of the plan lets the round be announced (JS-22: five working days; HN-14, GY-5.2: before). */
export function checkFiling(facts: AnnounceFacts, now: Instant): Result<null, AnnounceRefusal> {
  const { duty, filedAt, filingAnswer, announceFromAt, announceBasis } = facts;
  if (duty === null) return ok(null);
  if (filedAt === null)
    return refuse('tender.planNotFiled', { basis: duty.basis, facts: { with: duty.with } });
  if (filingAnswer === 'returned') return refuse('tender.planReturned', { basis: duty.basis });
  if (announceFromAt !== null && now < announceFromAt)
    return refuse('tender.filedTooLate', { basis: announceBasis, facts: { from: announceFromAt } });
  return ok(null);
}
