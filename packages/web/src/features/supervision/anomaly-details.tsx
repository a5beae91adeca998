// screen: JS-12D, HN-3c
import { explainAnomaly, readAnomaly } from '@daylight/api/supervision-cases.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo, useParam } from '../../navigate.tsx';
import { useJurisdictionName } from '../../reference.ts';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { DateText, MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag, ZoneTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { anomalyTone, useAnomalyWhat } from './anomaly-words.tsx';
import { texts } from './oversight-texts.ts';

/** One finding down to the order lines, with what can be done about it. */
export function AnomalyDetailsPage(): ReactNode {
  const t = useTexts(texts);
  const placeName = useJurisdictionName();
  const may = useMay();
  const what = useAnomalyWhat();
  const explain = useDo(explainAnomaly);
  const anomalyId = useParam('anomalyId');
  const go = useGo();
  const { data, error } = useAsk(readAnomaly, { params: { anomalyId } });
  if (error !== null) return <PageProblem problem={error.problem} />;
  if (data === undefined) return null;
  const isOpen = data.state === 'new' && may('supervision.handle');
  return (
    <Details
      title={t.kinds[data.kind]}
      above={{ to: '/anomalies', title: t.anomalies }}
      state={<StateTag tone={anomalyTone[data.state]}>{t.anomalyStates[data.state]}</StateTag>}
      note={what(data)}
      actions={
        isOpen ? (
          <>
            <Button
              type="primary"
              onClick={() => go(`/oversight/new?institutionId=${data.institution.id}&anomalies=${data.id}`)}
            >
              {t.takeUp}
            </Button>
            <ConfirmEffect
              label={t.explain}
              title={t.explainTitle}
              effects={t.explainEffects}
              confirm={t.explain}
              askReason="needed"
              run={({ reason }) =>
                explain.run({ params: { anomalyId }, body: { explanation: reason, version: data.version } })
              }
              pending={explain.pending}
              problem={explain.problem}
            />
          </>
        ) : data.caseId === null ? undefined : (
          <Go to={`/oversight/${data.caseId}`}>{t.toCase}</Go>
        )
      }
      facts={[
        { name: t.institution, value: data.institution.name },
        { name: t.jurisdiction, value: placeName(data.jurisdictionName) },
        { name: t.foundOn, value: <DateText at={data.foundOn} /> },
        { name: t.amount, value: <MoneyText amount={data.amount} unit /> },
        { name: t.basis, value: <Article basis={data.basis} /> },
        ...(data.explanation === ''
          ? []
          : [
              { name: t.explanation, value: data.explanation, wide: true },
              { name: t.handledBy, value: data.handledBy },
            ]),
      ]}
    >
      <Section title={t.lines}>
        <TableView
          inside
          label={t.lines}
          rows={data.lines}
          rowKey={(row) => `${row.orderId}/${row.line}`}
          href={(row) => `/orders/${row.orderId}`}
          empty={<p className="dl-soft">{t.noLines}</p>}
          columns={[
            {
              key: 'orderNumber',
              title: t.order,
              card: 'title',
              nowrap: true,
              render: (row) => row.orderNumber,
            },
            { key: 'product', title: t.product, render: (row) => `${row.product} ${row.specification}` },
            {
              key: 'price',
              title: t.price,
              unit: '元',
              align: 'right',
              render: (row) => <MoneyText amount={row.price} />,
            },
            {
              key: 'listingPrice',
              title: t.listingPrice,
              unit: '元',
              align: 'right',
              render: (row) => <MoneyText amount={row.listingPrice} />,
            },
            {
              key: 'quantity',
              title: t.quantity,
              align: 'right',
              render: (row) => <QuantityText count={row.quantity} />,
            },
            {
              key: 'amount',
              title: t.amount,
              unit: '元',
              align: 'right',
              render: (row) => <MoneyText amount={row.amount} />,
            },
            {
              key: 'zone',
              title: t.zone,
              render: (row) => (row.zone === null ? '—' : <ZoneTag zone={row.zone} />),
            },
            { key: 'zoneReason', title: t.zoneReason, render: (row) => row.zoneReason || '—' },
            { key: 'distributor', title: t.distributor, render: (row) => row.distributor },
            { key: 'placedAt', title: t.placedAt, render: (row) => <DateText at={row.placedAt} time /> },
          ]}
        />
      </Section>
    </Details>
  );
}
