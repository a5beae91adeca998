// screen: JS-33
import { type StatementEntryItem, readStatement } from '@daylight/api/settlement-statement.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { PrinterOutlined } from '@ant-design/icons';
import { Button, Empty } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { parts } from '../../i18n/parts.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam, useSearch } from '../../navigate.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { DayInput } from '../../ui/entity-form.tsx';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { thisMonth } from './balance-list.tsx';
import './settlement.css';
import { texts } from './statement-texts.ts';

type Statement = ReplyOf<typeof readStatement>;

/** The statement of a period between one institution and one distributor, made to be printed and sealed. */
export function StatementPage(): ReactNode {
  const t = useTexts(texts);
  const p = useTexts(parts);
  const [institutionId, distributorId] = [useParam('institutionId'), useParam('distributorId')];
  const [search, change] = useSearch();
  const month = thisMonth();
  const [from, until] = [search['from'] ?? month.from, search['until'] ?? month.until];
  const { data, error, refetch } = useAsk(readStatement, {
    query: { institutionId, distributorId, from, until },
  });
  return (
    <>
      <PageHead
        title={t.statement}
        note={data === undefined ? undefined : `${data.institution.name} · ${data.distributor.name}`}
        above={{ to: '/statements', title: t.statements }}
        actions={
          <>
            <DayInput aria-label={`${t.period} 1`} value={from} onChange={(day) => change({ from: day })} />
            <DayInput aria-label={`${t.period} 2`} value={until} onChange={(day) => change({ until: day })} />
            <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
              {p.print}
            </Button>
          </>
        }
      />
      {error === null ? null : <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />}
      {data === undefined ? error === null ? <PageSkeleton /> : null : <Sheet statement={data} />}
    </>
  );
}

function Sheet({ statement }: { readonly statement: Statement }): ReactNode {
  const t = useTexts(texts);
  const sums = [
    [t.opening, statement.opening],
    [t.invoiced, statement.invoiced],
    [t.redSum, statement.red],
    [t.paidSum, statement.paid],
    [t.closing, statement.closing],
  ] as const;
  return (
    <>
      <p>
        {t.period} <DateText at={statement.from} /> – <DateText at={statement.until} />
      </p>
      <dl className="dl-sums">
        {sums.map(([name, amount]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <MoneyText amount={amount} unit strong={name === t.closing} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="dl-soft">{t.statementRule}</p>
      <Section title={t.lines}>
        {statement.entries.length === 0 ? (
          <Empty description={t.noEntries} />
        ) : (
          <Entries entries={statement.entries} />
        )}
      </Section>
      <p className="dl-soft">
        {t.unverified} {t.pieces(statement.unverified.count)}{' '}
        <MoneyText amount={statement.unverified.amount} unit /> （{t.notInSums}） · {t.overdue}{' '}
        {t.pieces(statement.overdue.count)} <MoneyText amount={statement.overdue.amount} unit /> ·{' '}
        {t.producedAt} <DateText at={statement.producedAt} time />
      </p>
      <div className="dl-seals">
        <span>{t.signInstitution}</span>
        <span>{t.signDistributor}</span>
      </div>
    </>
  );
}

function Entries({ entries }: { readonly entries: readonly StatementEntryItem[] }): ReactNode {
  const t = useTexts(texts);
  const isInvoice = (entry: StatementEntryItem) => entry.kind === 'blue' || entry.kind === 'red';
  return (
    <TableView<StatementEntryItem>
      inside
      rows={entries}
      rowKey={(entry) => entry.id}
      href={(entry) => (isInvoice(entry) ? `/invoices/${entry.id}` : `/payments/${entry.id}`)}
      label={t.lines}
      columns={[
        { key: 'at', title: t.countedAt, nowrap: true, render: (entry) => <DateText at={entry.at} /> },
        { key: 'kind', title: t.kind, nowrap: true, render: (entry) => t.entryKinds[entry.kind] },
        { key: 'number', title: t.number, card: 'title', nowrap: true, render: (entry) => entry.number },
        { key: 'reference', title: t.reference, render: (entry) => entry.reference },
        { key: 'day', title: t.entryDay, nowrap: true, render: (entry) => <DateText at={entry.day} /> },
        {
          key: 'invoiced',
          title: t.invoiced,
          unit: '元',
          align: 'right',
          nowrap: true,
          render: (entry) => (isInvoice(entry) ? <MoneyText amount={entry.amount} /> : ''),
        },
        {
          key: 'paid',
          title: t.paidSum,
          unit: '元',
          align: 'right',
          nowrap: true,
          render: (entry) => (isInvoice(entry) ? '' : <MoneyText amount={entry.amount} />),
        },
        {
          key: 'balance',
          title: t.runningBalance,
          unit: '元',
          align: 'right',
          nowrap: true,
          render: (entry) => <MoneyText amount={entry.balance} strong />,
        },
      ]}
    />
  );
}
