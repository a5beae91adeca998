import { ratioOf } from '../money.ts';
import { monotoneWarnings, reachesOf } from './check-monotone.ts';
import { ruleFindings } from './check-rules.ts';
import { volumeFindings } from './check-volumes.ts';
import { type CheckFinding, error, warning } from './finding.ts';
import type { Condition, RankKey, RoundPack, ShortlistSize } from './pack.ts';
import { isRecord } from './shape.ts';
import { lessThan } from './ratio.ts';

function repeated(ids: readonly string[], path: string): CheckFinding[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map((id) =>
    error('pack.twice', path, { id }),
  );
}

function identityFindings(pack: RoundPack): CheckFinding[] {
  const merged = pack.units.merge.flatMap(({ categories }) => categories);
  return [
    ...repeated(
      pack.categories.map(({ id }) => id),
      'categories',
    ),
    ...repeated(
      pack.rules.map(({ id }) => id),
      'rules',
    ),
    ...repeated(
      pack.validity.map(({ id }) => id),
      'validity',
    ),
    ...repeated(merged, 'units.merge'),
    ...(pack.categories.length === 0 ? [error('category.none', 'categories')] : []),
  ];
}

const total: readonly RankKey[] = ['lot', 'product'];

function rankingFindings({ ranking }: RoundPack): CheckFinding[] {
  const last = ranking.at(-1);
  const early = ranking.findIndex((key) => total.includes(key));
  return [
    ...(last === undefined || !total.includes(last)
      ? [error('tie.missing', 'ranking', { keys: ranking.join(', '), endsWith: 'lot | product' })]
      : []),
    ...(early >= 0 && early < ranking.length - 1
      ? [warning('tie.unreachableKey', `ranking.${early + 1}`, { after: ranking[early] ?? '' })]
      : []),
    ...repeated(ranking, 'ranking'),
  ];
}

interface Placed {
  readonly condition: Condition;
  readonly path: string;
}
function conditionsOf(pack: RoundPack): Placed[] {
  return [
    ...pack.validity.flatMap(({ check }, index) =>
      check.kind === 'requiredParts' || check.kind === 'onePricePerComponent'
        ? []
        : [{ condition: check, path: `validity.${index}.check` }],
    ),
    ...pack.rules.map(({ when }, index) => ({ condition: when, path: `rules.${index}.when` })),
    ...(pack.priceGap === null ? [] : [{ condition: pack.priceGap, path: 'priceGap' }]),
  ];
}

function capFindings(pack: RoundPack): CheckFinding[] {
  const anchors = conditionsOf(pack).flatMap(({ condition, path }) =>
    reachesOf(condition).map(({ anchor }) => ({ anchor, path })),
  );
  const capUser =
    anchors.find(({ anchor }) => anchor.of === 'cap')?.path ??
    (pack.ranking.includes('priceToCap') ? 'ranking' : undefined);
  const isCapped = pack.validity.some(
    ({ check }) => check.kind === 'price' && (check.upTo.of === 'cap' || check.upTo.of === 'smallest'),
  );
  const lines = anchors.flatMap(({ anchor, path }) =>
    anchor.of === 'line'
      ? pack.categories
          .filter(({ lines: own }) => own[anchor.name] === undefined)
          .map(({ id }) => warning('line.missing', path, { line: anchor.name, category: id }))
      : [],
  );
  return [
    ...pack.categories
      .filter(({ cap }) => cap === null && capUser !== undefined)
      .map(({ id }) => error('cap.missing', 'categories', { category: id, neededBy: capUser ?? '' })),
    ...(isCapped ? [] : [warning('cap.notRequired', 'validity')]),
    ...lines,
  ];
}

function emptySize(size: ShortlistSize): boolean {
  switch (size.kind) {
    case 'top':
      return false;
    case 'table':
      return !size.rows.some(({ firms, count }) => firms <= 1 && count > 0);
    case 'eliminate':
      return size.atLeast > 0 || (size.rounding !== 'down' && ratioOf(size.rate).over > 0n);
  }
}

/** Places where a unit with a single bidder would be left with nobody. */
function sizeFindings(pack: RoundPack): CheckFinding[] {
  return [
    ...pack.shortlists.flatMap(({ size }, index) =>
      emptySize(size) ? [warning('shortlist.emptiesSingle', `shortlists.${index}.size`)] : [],
    ),
    ...pack.rules.flatMap(({ winnersMax, id }, index) =>
      winnersMax !== null && emptySize(winnersMax)
        ? [warning('shortlist.emptiesSingle', `rules.${index}.winnersMax`, { rule: id })]
        : [],
    ),
  ];
}

function splitFindings({ units: { split } }: RoundPack): CheckFinding[] {
  if (split === null) return [];
  const last = split.groups.at(-1);
  const shares = split.groups.flatMap(({ shareTo }) => (shareTo === null ? [] : [ratioOf(shareTo)]));
  const falls = shares.some((share, index) => {
    const before = shares[index - 1];
    return before !== undefined && lessThan(share, before);
  });
  return [
    ...(last === undefined || last.shareTo !== null || last.suppliesAllRegions
      ? [error('split.leavesSomebodyOut', 'units.split.groups', { last: last?.group ?? null })]
      : []),
    ...(falls ? [error('split.sharesFall', 'units.split.groups')] : []),
    ...repeated(
      split.groups.map(({ group }) => group),
      'units.split.groups',
    ),
  ];
}

/** Paths of all numbers of a pack: whole ones, and texts that are decimals or fractions. */
function numberPaths(value: unknown, path: string): string[] {
  if (typeof value === 'number') return [path];
  if (typeof value === 'string') return /^\d+([./]\d+)?$/.test(value) ? [path] : [];
  const entries = Array.isArray(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : [];
  return entries.flatMap(([key, each]) => numberPaths(each, path === '' ? String(key) : `${path}.${key}`));
}
const named = /(^|\.)(id|article|document|clause|name|zh|en|lot|group|groups|rules|categories)(\.\d+)?$/;

function sourceFindings(pack: RoundPack): CheckFinding[] {
  const { sources, ...rest } = pack;
  const covered = (path: string): boolean =>
    sources.some((each) => path === each.path || path.startsWith(`${each.path}.`));
  return [
    ...numberPaths(rest, '')
      .filter((path) => !named.test(path) && !covered(path))
      .map((path) => warning('source.missing', path)),
    ...sources
      .filter(({ path }) => !leadsSomewhere(rest, path))
      .map(({ path }) => warning('source.ofNothing', path)),
  ];
}
function leadsSomewhere(value: unknown, path: string): boolean {
  const end = path.split('.').reduce<unknown>((at, key) => {
    if (Array.isArray(at)) return at[Number(key)];
    return isRecord(at) ? at[key] : undefined;
  }, value);
  return end !== undefined;
}

/**
 * Checks a pack before its round starts: rules that can select nobody, cases without a share or ratio, shares that do
 * not sum, ties without an end, missing caps and lines, rules by which a better bid could lose, numbers without a
 * source. A round does not start with an error; a warning is weighed by people.
 */
export function checkPack(pack: RoundPack): CheckFinding[] {
  return [
    ...identityFindings(pack),
    ...splitFindings(pack),
    ...rankingFindings(pack),
    ...capFindings(pack),
    ...sizeFindings(pack),
    ...ruleFindings(pack),
    ...volumeFindings(pack),
    ...monotoneWarnings(pack),
    ...sourceFindings(pack),
  ];
}
