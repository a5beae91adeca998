import type { TrialReport } from '@daylight/api/supervision-trials.ts';
import { grouped, moneyText } from '../../ui/format.ts';
import type { texts } from './rule-texts.ts';

type Texts = typeof texts.zh;
export interface TrialFigure {
  readonly name: string;
  /** Null where the rule in force has no such figure. */
  readonly now: string | null;
  readonly draft: string;
}

/** The sums of a report, rule in force beside draft. */
export function figuresOf(report: TrialReport, t: Texts): readonly TrialFigure[] {
  const n = (count: number) => grouped(String(count));
  switch (report.kind) {
    case 'zone': {
      const colour = (key: 'red' | 'yellow' | 'blue' | 'none') => ({
        name: t.colours[key],
        now: n(report.cells.filter((cell) => cell.from === key).reduce((sum, cell) => sum + cell.trades, 0)),
        draft: n(report.cells.filter((cell) => cell.to === key).reduce((sum, cell) => sum + cell.trades, 0)),
      });
      return [
        { name: t.trades, now: null, draft: n(report.trades) },
        { name: t.inYuan(t.amount), now: null, draft: moneyText(report.amount) },
        colour('red'),
        colour('yellow'),
        colour('blue'),
        colour('none'),
        { name: t.warned, now: n(report.warnedNow), draft: n(report.warned) },
        { name: t.blocked, now: n(report.blockedNow), draft: n(report.blocked) },
        { name: t.inYuan(t.blockedAmount), now: null, draft: moneyText(report.blockedAmount) },
      ];
    }
    case 'noSale':
      return [
        { name: t.listings, now: null, draft: n(report.listings) },
        { name: t.suspended, now: n(report.suspendedNow), draft: n(report.suspended) },
        { name: t.hindered, now: null, draft: n(report.hindered) },
        { name: t.inYuan(t.hinderedAmount), now: null, draft: moneyText(report.hinderedAmount) },
      ];
    case 'linkage':
      return [
        { name: t.listings, now: null, draft: n(report.listings) },
        { name: t.lowered, now: n(report.loweredNow), draft: n(report.lowered) },
        { name: t.inYuan(t.savedAmount), now: moneyText(report.savedNow), draft: moneyText(report.saved) },
      ];
    default:
      return report satisfies never;
  }
}
