import type { EvidenceRecord, LowestShape } from '@daylight/api/linkage-shapes.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { useYuan } from '../../ui/numbers.tsx';
import { moneyText } from '../../ui/format.ts';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { WhyButton } from '../../ui/why.tsx';
import { usePlaceName } from './place.ts';
import { recordTone, texts } from './texts.ts';

/** Yuan per smallest unit, or a dash: no price is not zero. */
export function PerUnit({ amount }: { readonly amount: string | null }): ReactNode {
  return <span className="dl-number">{amount === null ? '—' : moneyText(amount)}</span>;
}

export function useRecordColumns(): readonly Column<EvidenceRecord>[] {
  const t = useTexts(texts);
  const yuan = useYuan();
  const placeName = usePlaceName();
  return [
    { key: 'jurisdiction', title: t.province, card: 'title', render: (row) => placeName(row.jurisdiction) },
    { key: 'kind', title: t.kind, render: (row) => t.kinds[row.kind] },
    {
      key: 'smallestUnitPrice',
      title: t.price,
      unit: t.perSmallest,
      align: 'right',
      render: (row) => <PerUnit amount={row.smallestUnitPrice} />,
    },
    {
      key: 'price',
      title: t.pack,
      align: 'right',
      render: (row) => (
        <span className="dl-number dl-unit-price">
          <span>{yuan(row.price, row.purchaseUnit)}</span>
          <small>{t.packOf(row.unitsPerPurchaseUnit, row.purchaseUnit)}</small>
        </span>
      ),
    },
    {
      key: 'inForce',
      title: t.inForce,
      nowrap: true,
      render: (row) =>
        row.effectiveTo === null ? t.from(row.effectiveFrom) : t.between(row.effectiveFrom, row.effectiveTo),
    },
    {
      key: 'source',
      title: t.source,
      render: (row) => (
        <>
          {t.sources[row.source]}
          {row.document === '' ? null : (
            <>
              <br />
              <small className="dl-soft dl-break">{row.document}</small>
            </>
          )}
        </>
      ),
    },
    stateColumn(t.state, t.recordStates, recordTone),
  ];
}

/** The prices a lowest price rests on, and those that are lower but do not count, with the reason. */
export function Evidence({ lowest }: { readonly lowest: LowestShape }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const columns = useRecordColumns();
  return (
    <>
      <TableView
        inside
        label={t.evidence}
        rows={lowest.records}
        rowKey={(row) => row.id}
        columns={columns}
        empty={t.noRecords}
      />
      {lowest.passedOver.length === 0 ? null : (
        <>
          <h3>{t.passedOver}</h3>
          <TableView
            inside
            label={t.passedOver}
            rows={lowest.passedOver}
            rowKey={(row) => row.id}
            columns={[
              ...(columns.slice(0, 5) as readonly Column<LowestShape['passedOver'][number]>[]),
              { key: 'reason', title: t.reason, render: (row) => say(row.reasonText) },
            ]}
          />
        </>
      )}
    </>
  );
}

/** "依据" of a lowest price: articles, the prices, and what would change it. */
export function WhyLowest({ lowest }: { readonly lowest: LowestShape }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const placeName = usePlaceName();
  return (
    <WhyButton
      explanation={{
        title: t.whyLowest,
        outcome:
          lowest.smallestUnitPrice === null
            ? t.noLowest
            : `${moneyText(lowest.smallestUnitPrice)} ${t.perSmallest}`,
        basis: lowest.basis,
        inputs: lowest.records.map((each) => ({
          name: `${placeName(each.jurisdiction)} ${t.kinds[each.kind]}`,
          value: `${moneyText(each.smallestUnitPrice)} ${t.perSmallest}`,
        })),
        wouldChange: lowest.wouldChange.map((each) => say(each)),
      }}
    />
  );
}
