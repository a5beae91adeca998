import { type Money, add, perSmallestUnit, zero } from '../money.ts';
import type { Provision } from '../policy/provision.ts';
import type { ZoneRule } from '../policy/shapes.ts';
import { type Instant, type IsoDate, addDays, addMonths } from '../time.ts';
import { type TradedPrice, type ZoneColour, type ZoneFinding, comparedBy, does, zoneFor } from './zone.ts';

/** A real trade as a trial of a zone rule looks at it. */
export interface PastTrade {
  readonly itemCode: string;
  readonly product: string;
  readonly institutionId: string;
  readonly level: string;
  readonly jurisdiction: string;
  /** Yuan per purchase unit. */
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
  readonly amount: Money;
  readonly tradedAt: Instant;
  readonly day: IsoDate;
}

export interface ZoneTrialRules {
  /** The rule in force for a jurisdiction on a day, and the draft in its place. */
  readonly inForce: (jurisdiction: string, day: IsoDate) => Provision<ZoneRule>;
  readonly draft: (jurisdiction: string, day: IsoDate) => Provision<ZoneRule>;
  readonly inFocus: (institutionId: string) => boolean;
  /** Whose purchases the trial is about; the others' are reference only. */
  readonly counts: (jurisdiction: string) => boolean;
  readonly from: IsoDate;
  readonly until: IsoDate;
}

type PerColour = Readonly<Record<ZoneColour, number>>;
export interface ZoneTrialRow {
  readonly key: string;
  readonly name: string;
  readonly trades: number;
  readonly amount: Money;
  readonly now: PerColour;
  readonly draft: PerColour;
  readonly changed: number;
  readonly changedAmount: Money;
  readonly blocked: number;
  readonly blockedAmount: Money;
}
export interface ZoneTrialCell {
  readonly from: ZoneColour;
  readonly to: ZoneColour;
  readonly trades: number;
  readonly amount: Money;
}
export interface ZoneTrialReport {
  readonly trades: number;
  readonly amount: Money;
  readonly blockedNow: number;
  readonly blocked: number;
  readonly blockedAmount: Money;
  readonly warnedNow: number;
  readonly warned: number;
  readonly cells: readonly ZoneTrialCell[];
  readonly products: readonly ZoneTrialRow[];
  readonly institutions: readonly ZoneTrialRow[];
}

const none: PerColour = { red: 0, yellow: 0, blue: 0, none: 0 };

/** Reference sets of past days out of the trades themselves: for each day, the window that ended the day before. */
function pastSets(trades: readonly PastTrade[]) {
  const groups = new Map<string, PastTrade[]>();
  const sets = new Map<string, readonly TradedPrice[]>();
  const keyOf = (rule: ZoneRule, of: Pick<PastTrade, 'itemCode' | 'level' | 'jurisdiction'>): string => {
    const region = rule.peers.region === 'city' ? of.jurisdiction.slice(0, 4) : '';
    return `${comparedBy(of.itemCode, rule.scope)}/${region}/${rule.peers.sameLevel ? of.level : ''}`;
  };
  const grouped = new Set<string>();
  return (rule: ZoneRule, of: PastTrade) => {
    const kind = `${rule.scope}/${rule.peers.region}/${rule.peers.sameLevel}`;
    if (!grouped.has(kind)) {
      grouped.add(kind);
      for (const trade of trades) {
        const key = `${kind}/${keyOf(rule, trade)}`;
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [trade]);
        else group.push(trade);
      }
    }
    const since = addMonths(of.day, -rule.windowMonths);
    const key = `${kind}/${keyOf(rule, of)}`;
    const dayKey = `${key}/${rule.windowMonths}/${of.day}`;
    const known = sets.get(dayKey);
    const traded = known ?? summed((groups.get(key) ?? []).filter(({ day }) => day >= since && day < of.day));
    if (known === undefined) sets.set(dayKey, traded);
    return { since, until: addDays(of.day, -1), traded };
  };
}

function summed(trades: readonly PastTrade[]): readonly TradedPrice[] {
  const prices = new Map<string, TradedPrice>();
  for (const trade of trades) {
    const price = perSmallestUnit(trade.price, trade.unitsPerPurchaseUnit);
    const key = `${trade.institutionId}/${price}`;
    const before = prices.get(key);
    const lastTradedAt =
      before === undefined || before.lastTradedAt < trade.tradedAt ? trade.tradedAt : before.lastTradedAt;
    const { institutionId } = trade;
    prices.set(key, { institutionId, price, trades: (before?.trades ?? 0) + 1, lastTradedAt });
  }
  return [...prices.values()];
}

/** Both findings of each trade of the window, by the same rules that speak when a price is offered. */
export function zonesOfTrades(
  trades: readonly PastTrade[],
  rules: ZoneTrialRules,
): readonly { readonly trade: PastTrade; readonly now: ZoneFinding; readonly draft: ZoneFinding }[] {
  const setOf = pastSets(trades);
  const findingOf = (rule: Provision<ZoneRule>, trade: PastTrade): ZoneFinding => {
    const { institutionId, price, unitsPerPurchaseUnit } = trade;
    const inFocus = rules.inFocus(institutionId);
    return zoneFor(rule, { institutionId, price, unitsPerPurchaseUnit, inFocus }, setOf(rule.value, trade));
  };
  return trades
    .filter(({ day, jurisdiction }) => day >= rules.from && day <= rules.until && rules.counts(jurisdiction))
    .map((trade) => ({
      trade,
      now: findingOf(rules.inForce(trade.jurisdiction, trade.day), trade),
      draft: findingOf(rules.draft(trade.jurisdiction, trade.day), trade),
    }));
}

export interface ZoneTrialCount {
  /** Adds the trades of some items; all trades that are compared with each other come in one call. */
  add(trades: readonly PastTrade[]): void;
  report(nameOf: (institutionId: string) => string, rowsMax: number): ZoneTrialReport;
}

/** Counts what would have been different, item group by item group, so that a province need not fit into memory. */
export function zoneTrial(rules: ZoneTrialRules): ZoneTrialCount {
  const cells = new Map<string, ZoneTrialCell>();
  const products = new Map<string, ZoneTrialRow>();
  const institutions = new Map<string, ZoneTrialRow>();
  const totals = {
    trades: 0,
    amount: zero,
    blockedNow: 0,
    blocked: 0,
    blockedAmount: zero,
    warnedNow: 0,
    warned: 0,
  };
  return {
    add: (trades) => {
      for (const { trade, now, draft } of zonesOfTrades(trades, rules)) {
        const cell = cells.get(`${now.zone}/${draft.zone}`);
        cells.set(`${now.zone}/${draft.zone}`, {
          from: now.zone,
          to: draft.zone,
          trades: (cell?.trades ?? 0) + 1,
          amount: add(cell?.amount ?? zero, trade.amount),
        });
        const blocks = does(draft, 'block');
        totals.trades += 1;
        totals.amount = add(totals.amount, trade.amount);
        totals.blockedNow += does(now, 'block') ? 1 : 0;
        totals.blocked += blocks ? 1 : 0;
        if (blocks) totals.blockedAmount = add(totals.blockedAmount, trade.amount);
        totals.warnedNow += does(now, 'warnBureau') ? 1 : 0;
        totals.warned += does(draft, 'warnBureau') ? 1 : 0;
        const change = { trade, now: now.zone, draft: draft.zone, blocks };
        counted(products, { key: trade.itemCode, name: trade.product, ...change });
        counted(institutions, { key: trade.institutionId, name: '', ...change });
      }
    },
    report: (nameOf, rowsMax) => ({
      ...totals,
      cells: [...cells.values()],
      products: most(products, rowsMax),
      institutions: most(institutions, rowsMax).map((row) => ({ ...row, name: nameOf(row.key) })),
    }),
  };
}

interface Counted {
  readonly key: string;
  readonly name: string;
  readonly trade: PastTrade;
  readonly now: ZoneColour;
  readonly draft: ZoneColour;
  readonly blocks: boolean;
}

function counted(rows: Map<string, ZoneTrialRow>, { key, name, trade, now, draft, blocks }: Counted): void {
  const row = rows.get(key);
  const [before, after] = [row?.now ?? none, row?.draft ?? none];
  const isChanged = now !== draft;
  rows.set(key, {
    key,
    name,
    trades: (row?.trades ?? 0) + 1,
    amount: add(row?.amount ?? zero, trade.amount),
    now: { ...before, [now]: before[now] + 1 },
    draft: { ...after, [draft]: after[draft] + 1 },
    changed: (row?.changed ?? 0) + (isChanged ? 1 : 0),
    changedAmount: isChanged ? add(row?.changedAmount ?? zero, trade.amount) : (row?.changedAmount ?? zero),
    blocked: (row?.blocked ?? 0) + (blocks ? 1 : 0),
    blockedAmount: blocks ? add(row?.blockedAmount ?? zero, trade.amount) : (row?.blockedAmount ?? zero),
  });
}

function most(rows: ReadonlyMap<string, ZoneTrialRow>, rowsMax: number): readonly ZoneTrialRow[] {
  return [...rows.values()]
    .toSorted((a, b) => b.changed - a.changed || b.trades - a.trades || (a.key < b.key ? -1 : 1))
    .slice(0, rowsMax);
}
