// screen: HN-3b, JS-7, JS-9, JS-13a
import { readNationalPrices } from '@daylight/api/linkage.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { type ReactNode, useMemo } from 'react';
import { useAsk } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { Chart } from '../../ui/chart.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { moneyText } from '../../ui/format.ts';
import { MoneyText, UnitPrice } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { PerUnit, WhyLowest, useRecordColumns } from './evidence-parts.tsx';
import { Above } from './national-list.tsx';
import { usePlaceName } from './place.ts';
import { texts } from './texts.ts';
import './linkage.css';

type Comparison = ReplyOf<typeof readNationalPrices>;

/** One item: what every province charges, as a picture and as records, beside the listings here. */
export function NationalDetailsPage(): ReactNode {
  const t = useTexts(texts);
  const itemCode = useParam('itemCode');
  const { data, error, refetch } = useAsk(readNationalPrices, { params: { itemCode } });
  const columns = useRecordColumns();
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  const { product } = data;
  return (
    <>
      <PageHead
        title={product.productName}
        above={{ to: '/national-prices', title: t.national }}
        note={`${product.specification} ${product.model} · ${product.manufacturer} · ${product.itemCode}`}
      />
      <Section title={t.ownListings}>
        <Listings listings={data.listings} />
      </Section>
      <Section title={t.byProvince}>
        <Provinces comparison={data} />
      </Section>
      <Section title={t.records}>
        <TableView
          inside
          label={t.records}
          rows={data.records}
          rowKey={(row) => row.id}
          columns={columns}
          empty={t.noRecords}
        />
      </Section>
    </>
  );
}

/** The lowest price of each province as bars, lowest first. */
export function Provinces({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const placeName = usePlaceName();
  const { byProvince } = comparison;
  const names = byProvince.map((each) => placeName(each.province)).join('|');
  const option = useMemo(
    () => ({
      tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => moneyText(String(value)) },
      grid: { left: 8, right: 24, top: 16, bottom: 8, containLabel: true },
      xAxis: { type: 'category', data: names.split('|'), axisLabel: { interval: 0, rotate: 40 } },
      yAxis: { type: 'value' },
      // The heights of bars; the exact prices stand in the table.
      series: [{ type: 'bar', barMaxWidth: 36, data: byProvince.map((each) => Number(each.lowest)) }],
    }),
    [byProvince, names],
  );
  if (byProvince.length === 0) return <p className="dl-soft">{t.noRecords}</p>;
  const rows = byProvince.map((each) => [
    placeName(each.province),
    moneyText(each.lowest),
    t.kinds[each.kind],
  ]);
  return (
    <Chart
      option={option}
      label={t.byProvinceLabel}
      height={280}
      table={{ heads: [t.province, `${t.price}${m.open}${t.perSmallest}${m.close}`, t.kind], rows }}
    />
  );
}

function Listings({ listings }: { readonly listings: Comparison['listings'] }): ReactNode {
  const t = useTexts(texts);
  const placeName = usePlaceName();
  return (
    <TableView
      inside
      label={t.ownListings}
      rows={listings}
      rowKey={(row) => row.id}
      empty={t.noNational}
      columns={[
        {
          key: 'number',
          title: t.number,
          card: 'title',
          nowrap: true,
          render: (row) => <Go to={`/listings/${row.id}`}>{row.number}</Go>,
        },
        { key: 'jurisdiction', title: t.province, render: (row) => placeName(row.jurisdiction) },
        {
          key: 'price',
          title: t.listingPrice,
          unit: '元',
          align: 'right',
          render: (row) => (
            <UnitPrice
              price={row.price}
              purchaseUnit={row.purchaseUnit}
              smallestUnit={row.smallestUnit}
              perPurchaseUnit={row.unitsPerPurchaseUnit}
            />
          ),
        },
        {
          key: 'lowest',
          title: t.lowest,
          unit: t.perSmallest,
          align: 'right',
          render: (row) => (
            <>
              <PerUnit amount={row.lowest.smallestUnitPrice} /> <WhyLowest lowest={row.lowest} />
            </>
          ),
        },
        {
          key: 'target',
          title: t.target,
          unit: '元',
          align: 'right',
          render: (row) => (row.target === null ? '—' : <MoneyText amount={row.target} />),
        },
        { key: 'above', title: t.above, card: 'state', render: (row) => <Above percent={row.above} /> },
        {
          key: 'duty',
          title: t.toDuty,
          render: (row) =>
            row.dutyId === null ? '—' : <Go to={`/price-duties/${row.dutyId}`}>{t.toDuty}</Go>,
        },
      ]}
    />
  );
}
