import type { AnomalyItem } from '@daylight/api/supervision-cases.ts';
import { useTexts } from '../../i18n/texts.ts';
import { grouped, moneyText } from '../../ui/format.ts';
import { texts } from './oversight-texts.ts';

export const anomalyTone = { new: 'danger', explained: 'ended', taken: 'working' } as const;

/** What was found, in a line. */
export function useAnomalyWhat(): (row: Pick<AnomalyItem, 'kind' | 'facts'>) => string {
  const t = useTexts(texts);
  return ({ kind, facts }) => {
    const text = (name: string) => String(facts[name] ?? '');
    const count = (name: string) => grouped(text(name));
    const money = (name: string) => moneyText(text(name));
    switch (kind) {
      case 'redPrices':
        return t.facts.redPrices(text('lines'), text('days'));
      case 'neverBargains':
        return t.facts.neverBargains(text('lines'));
      case 'suddenVolume':
        return t.facts.suddenVolume(text('product'), count('units'), count('unitsBefore'), text('months'));
      case 'singleSupplier':
        return t.facts.singleSupplier(text('className'), text('manufacturer'), text('suppliersElsewhere'));
      case 'splitOrders':
        return t.facts.splitOrders(text('orders'), text('distributor'), money('limit'));
      case 'aboveMedian':
        return t.facts.aboveMedian(text('product'), money('price'), money('median'));
      default:
        return kind satisfies never;
    }
  };
}
