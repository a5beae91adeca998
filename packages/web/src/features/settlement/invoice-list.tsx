// screen: JS-32, JS-33, SX-5.5a, GD-6b, GY-4.3b
import { type InvoiceItem, invoiceViews, listInvoices } from '@daylight/api/settlement-read.ts';
import { verifyInvoices } from '@daylight/api/settlement.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo, useSearch } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import type { Column } from '../../ui/table-view.tsx';
import './settlement.css';
import { InvoiceState, useInvoiceState } from './states.tsx';
import { texts } from './texts.ts';

/** Invoices of one's own side or jurisdiction; what is due stands first, and many are verified or paid at once. */
export function InvoiceListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const actor = useActor();
  const [search] = useSearch();
  // Links from the overdue board and from balances name one side; it is no filter that one types.
  const query = Object.fromEntries(
    (['institutionId', 'distributorId'] as const).flatMap((name) =>
      search[name] === undefined ? [] : [[name, search[name]]],
    ),
  );
  const acts = actor?.kind === 'institution' && may('settlement.pay');
  return (
    <>
      <PageHead
        title={t.invoices}
        note={t.invoicesNote}
        actions={acts ? <Go to="/payments/new">{t.newPayment}</Go> : undefined}
      />
      <DataTable<typeof listInvoices>
        id="invoices"
        endpoint={listInvoices}
        query={query}
        filters={[
          choice('show', t.show, t.shows, invoiceViews),
          {
            kind: 'choice',
            name: 'kind',
            label: t.kind,
            options: (['blue', 'red'] as const).map((value) => ({ value, label: t.kinds[value] })),
          },
          { kind: 'search', name: 'search', label: t.search, placeholder: t.searchHint },
          { kind: 'days', name: 'from', until: 'until', label: t.issued },
        ]}
        columns={useInvoiceColumns()}
        href={(row) => `/invoices/${row.id}`}
        tone={(row) => (row.daysOverdue > 0 ? 'danger' : row.state === 'cancelled' ? 'ended' : null)}
        above={(reply) => <Tiles counts={reply.counts} />}
        empty={{ title: t.noInvoices, help: t.noInvoicesHelp }}
        {...(acts ? { bulk: (rows, clear) => <Bulk rows={rows} clear={clear} /> } : {})}
      />
    </>
  );
}

const tiles = ['overdue', 'dueSoon', 'toVerify', 'toPay', 'disputed'] as const;

/** What waits, how many and how much; a click shows it. */
function Tiles({ counts }: { readonly counts: ReplyOf<typeof listInvoices>['counts'] }): ReactNode {
  const t = useTexts(texts);
  const [search] = useSearch();
  return (
    <nav className="dl-tiles dl-no-print" aria-label={t.show}>
      {tiles.map((view) => (
        <Go
          key={view}
          to={`/invoices?show=${view}`}
          {...(search['show'] === view ? { 'aria-current': 'page' } : {})}
        >
          <small>{t.shows[view]}</small>
          <strong className={view === 'overdue' && counts[view].count > 0 ? 'dl-danger' : ''}>
            {t.pieces(counts[view].count)}
          </strong>
          <small>
            <MoneyText amount={counts[view].amount} unit />
          </small>
        </Go>
      ))}
    </nav>
  );
}

function Bulk({
  rows,
  clear,
}: {
  readonly rows: readonly InvoiceItem[];
  readonly clear: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { message } = App.useApp();
  const verify = useDo(verifyInvoices);
  const toVerify = rows.filter((row) => row.state === 'entered');
  const toPay = rows.filter((row) => row.kind === 'blue' && row.state === 'verified');
  const ofOne = new Set(toPay.map((row) => row.distributor.id)).size === 1;
  async function verifyAll(): Promise<void> {
    const invoices = toVerify.map(({ id, version }) => ({ invoiceId: id, version }));
    const reply = await verify.run({ body: { invoices } });
    if (reply === null) return;
    void message.info(t.verifiedMany(reply.verified, invoices.length));
    clear();
  }
  return (
    <>
      {toVerify.length === 0 ? null : (
        <Button loading={verify.pending} onClick={() => void verifyAll()}>
          {t.verifyMany(toVerify.length)}
        </Button>
      )}
      {ofOne ? (
        <Button
          type="primary"
          onClick={() =>
            go(
              `/payments/new?distributor=${toPay[0]?.distributor.id ?? ''}&invoices=${toPay.map((row) => row.id).join(',')}`,
            )
          }
        >
          {t.payMany(toPay.length)}
        </Button>
      ) : null}
      <ProblemAlert problem={verify.problem} />
    </>
  );
}

export function useInvoiceColumns(): readonly Column<InvoiceItem>[] {
  const t = useTexts(texts);
  const actor = useActor();
  const stateWords = useInvoiceState();
  const isInstitution = actor?.kind === 'institution';
  const isDistributor = actor?.kind === 'distributor';
  const money = (key: 'amount' | 'paid' | 'open' | 'takenBack', hidden = false): Column<InvoiceItem> => ({
    key,
    title: t[key],
    unit: '元',
    align: 'right',
    nowrap: true,
    hidden,
    render: (row) => <MoneyText amount={row[key]} strong={key === 'open'} />,
  });
  return [
    { key: 'number', title: t.number, card: 'title', nowrap: true, render: (row) => row.number },
    { key: 'invoiceNumber', title: t.taxNumber, nowrap: true, render: (row) => row.invoiceNumber },
    ...(isInstitution
      ? []
      : [
          {
            key: 'institution',
            title: t.institution,
            text: (row: InvoiceItem) => row.institution.name,
            render: (row: InvoiceItem) => row.institution.name,
          },
        ]),
    ...(isDistributor
      ? []
      : [
          {
            key: 'distributor',
            title: t.distributor,
            text: (row: InvoiceItem) => row.distributor.name,
            render: (row: InvoiceItem) => row.distributor.name,
          },
        ]),
    {
      key: 'kind',
      title: t.kind,
      hidden: true,
      text: (row) => t.kinds[row.kind],
      render: (row) => t.kinds[row.kind],
    },
    money('amount'),
    money('takenBack', true),
    money('paid', true),
    money('open'),
    {
      key: 'due',
      title: t.due,
      text: (row) => row.due?.dueAt ?? '',
      render: (row) =>
        row.due === null || row.state === 'paid' || row.state === 'cancelled' ? (
          '—'
        ) : (
          <Deadline dueAt={row.due.dueAt} provisional={row.due.provisional} basis={row.due.basis} compact />
        ),
    },
    {
      key: 'issuedOn',
      title: t.issuedOn,
      hidden: true,
      nowrap: true,
      render: (row) => <DateText at={row.issuedOn} />,
    },
    {
      key: 'daysOverdue',
      title: t.daysOverdue,
      hidden: true,
      align: 'right',
      render: (row) => String(row.daysOverdue),
    },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: stateWords,
      render: (row) => <InvoiceState invoice={row} />,
    },
  ];
}
