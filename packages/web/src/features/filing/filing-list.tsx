// screen: JS-15, JS-16, JS-17
import { listFilings } from '@daylight/api/filing.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { MoneyText, QuantityText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { filingStateOrder, filingTone } from './states.ts';
import { texts } from './texts.ts';

type Row = RowOf<typeof listFilings>;

/** Filings of one's side: mine to do by deadline, running, ended. */
export function FilingListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const go = useGo();
  const apply = may('filing.apply') ? (
    <Button type="primary" onClick={() => go('/filings/new')}>
      {t.apply}
    </Button>
  ) : undefined;
  return (
    <>
      <PageHead title={t.filings} note={t.filingsNote} actions={apply} />
      <DataTable<typeof listFilings>
        id="filings"
        endpoint={listFilings}
        filters={[
          { kind: 'search', name: 'search', label: t.search, placeholder: t.searchHint },
          {
            kind: 'choice',
            name: 'show',
            label: t.show,
            options: (['mine', 'running', 'ended'] as const).map((value) => ({
              value,
              label: t.shows[value],
            })),
          },
          choice('state', t.state, t.states, filingStateOrder),
        ]}
        columns={useColumns()}
        href={(row) => `/filings/${row.id}`}
        tone={(row) => (row.overdueAt === null ? null : 'danger')}
        above={(reply) => <p className="dl-soft">{t.counts(reply.counts.mine, reply.counts.running)}</p>}
        empty={{ title: t.none, help: t.noneHelp, action: apply }}
      />
    </>
  );
}

function useColumns(): readonly Column<Row>[] {
  const t = useTexts(texts);
  const actor = useActor();
  const isInstitution = actor?.kind === 'institution';
  return [
    {
      key: 'product',
      title: t.product,
      card: 'title',
      text: (row) => `${row.product.productName} ${row.product.specification}`,
      render: (row) => (
        <>
          {row.product.productName} <small className="dl-soft">{row.product.specification}</small>
        </>
      ),
    },
    {
      key: 'other',
      title: isInstitution ? t.manufacturer : t.institution,
      text: (row) => (isInstitution ? row.manufacturer.name : row.institution.name),
      render: (row) => (isInstitution ? row.manufacturer.name : row.institution.name),
    },
    {
      key: 'class',
      title: t.class,
      text: (row) => t.classes[row.class],
      render: (row) => t.classes[row.class],
    },
    {
      key: 'price',
      title: t.price,
      unit: '元',
      align: 'right',
      text: (row) => row.price ?? '',
      render: (row) => <MoneyText amount={row.price} />,
    },
    {
      key: 'quantity',
      title: t.quantity,
      align: 'right',
      text: (row) => row.quantity,
      render: (row) => <QuantityText count={row.quantity} unit={row.product.purchaseUnit} />,
    },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: (row) => t.states[row.state],
      render: (row) => (
        <>
          <StateTag tone={filingTone[row.state]}>{t.states[row.state]}</StateTag>
          {row.overdueAt === null ? null : <StateTag tone="danger">{t.overdue}</StateTag>}
          {row.isEmergency ? <StateTag tone="warning">{t.emergency}</StateTag> : null}
        </>
      ),
    },
    {
      key: 'due',
      title: t.due,
      text: (row) => row.due?.dueAt ?? '',
      render: (row) =>
        row.due === null ? (
          '—'
        ) : (
          <Deadline dueAt={row.due.dueAt} provisional={row.due.provisional} basis={row.due.basis} compact />
        ),
    },
    { key: 'number', title: t.number, nowrap: true, text: (row) => row.number, render: (row) => row.number },
  ];
}
