// screen: JS-12A
import { handleWarning, listWarnings, warningSummary } from '@daylight/api/supervision.ts';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useJurisdictionName } from '../../reference.ts';
import { useMay } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { Facts, PageHead } from '../../ui/details.tsx';
import { moneyText } from '../../ui/format.ts';
import { DateText, useYuan } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { Article } from '../../ui/why.tsx';
import './supervision.css';
import { texts } from './texts.ts';

type Row = RowOf<typeof listWarnings>;

const stateTone = { new: 'danger', handled: 'ended', withdrawn: 'ended' } as const;

/** Warnings of one's jurisdiction; each is handled once, with what was done. */
export function WarningBoardPage(): ReactNode {
  const t = useTexts(texts);
  const { data: summary } = useAsk(warningSummary, {});
  return (
    <>
      <PageHead
        title={t.warnings}
        note={
          summary === undefined
            ? t.warningsNote
            : `${t.warningsNote} ${t.summary(summary.waiting, summary.recent)}`
        }
      />
      <DataTable<typeof listWarnings>
        id="warnings"
        endpoint={listWarnings}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (['new', 'handled', 'withdrawn'] as const).map((value) => ({
              value,
              label: t.states[value],
            })),
          },
          {
            kind: 'choice',
            name: 'kind',
            label: t.kind,
            options: (['price.red', 'payment.overdue', 'delivery.low', 'emergency.notFiled'] as const).map(
              (value) => ({
                value,
                label: t.kinds[value],
              }),
            ),
          },
          {
            kind: 'choice',
            name: 'jurisdiction',
            label: t.jurisdiction,
            options: (summary?.byCity ?? []).map((city) => ({ value: city.jurisdiction, label: city.name })),
          },
          { kind: 'days', name: 'from', until: 'until', label: t.days },
        ]}
        columns={useColumns()}
        tone={(row) => (row.state === 'new' ? 'danger' : 'ended')}
        expand={(row) => <WarningBody row={row} />}
        empty={{ title: t.noWarnings }}
      />
    </>
  );
}

/** What a warning is about, in a line: its facts are those that its feature gave. */
function useWhat(): (row: Row) => string {
  const t = useTexts(texts);
  const yuan = useYuan();
  return ({ kind, facts }) => {
    const text = (name: string) => String(facts[name] ?? '');
    const money = (name: string) => moneyText(text(name));
    switch (kind) {
      case 'price.red': {
        const product = `${text('product')} ${text('specification')}`.trim();
        const compared =
          typeof facts['redAbove'] === 'string' && typeof facts['smallestUnitPrice'] === 'string';
        return compared
          ? t.redFacts(product, money('smallestUnitPrice'), money('redAbove'))
          : t.redOrder(product, money('price'));
      }
      case 'payment.overdue':
        return t.overdueFacts(text('invoiceNumber'), money('open'), text('days'));
      case 'delivery.low':
        return t.lowFacts(text('distributor'), text('months'), text('least'), text('rate'));
      case 'emergency.notFiled':
        return `${text('number')} · ${yuan(text('amount'))}`;
    }
  };
}

function useColumns(): readonly Column<Row>[] {
  const t = useTexts(texts);
  const placeName = useJurisdictionName();
  const what = useWhat();
  return [
    {
      key: 'kind',
      title: t.kind,
      card: 'title',
      text: (row) => t.kinds[row.kind],
      render: (row) => t.kinds[row.kind],
    },
    {
      key: 'institution',
      title: t.institution,
      text: (row) => row.institution?.name ?? '',
      render: (row) => row.institution?.name ?? '—',
    },
    { key: 'subject', title: t.subject, text: what, render: what },
    {
      key: 'organisation',
      title: t.enterprise,
      hidden: true,
      text: (row) => row.organisation?.name ?? '',
      render: (row) => row.organisation?.name ?? '—',
    },
    { key: 'jurisdictionName', title: t.jurisdiction, render: (row) => placeName(row.jurisdictionName) },
    { key: 'raisedAt', title: t.raisedAt, render: (row) => <DateText at={row.raisedAt} time /> },
    stateColumn(t.state, t.states, stateTone),
  ];
}

function linkOf({ subjectKind, subjectId }: Row): string | null {
  const places: Readonly<Record<string, string>> = {
    bargain: '/bargains',
    order: '/orders',
    invoice: '/invoices',
  };
  if (subjectKind === 'distributor') return `/organisations/${subjectId.split('/')[0] ?? ''}`;
  const place = places[subjectKind];
  return place === undefined ? null : `${place}/${subjectId}`;
}

function WarningBody({ row }: { readonly row: Row }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const handle = useDo(handleWarning);
  const { facts } = row;
  const given = (name: string, value: string) =>
    facts[name] === undefined || facts[name] === null ? [] : [{ name: value, value: String(facts[name]) }];
  const link = linkOf(row);
  return (
    <>
      <Facts
        facts={[
          { name: t.enterprise, value: row.organisation?.name ?? '—' },
          ...given('number', t.number),
          ...given('reason', t.reason),
          ...given('median', t.median),
          ...(facts['trades'] === undefined
            ? []
            : [
                {
                  name: t.referenceName,
                  value: `${t.reference(Number(facts['trades']), Number(facts['institutions'] ?? 0))} ${
                    facts['isDefaultRule'] === true ? `· ${t.defaultRule}` : ''
                  }`,
                  wide: true,
                },
              ]),
          ...(row.state !== 'new'
            ? [
                { name: t.handling, value: row.handling, wide: true },
                { name: t.handledBy, value: row.handledBy },
                {
                  name: t.handledAt,
                  value: row.handledAt === null ? '—' : <DateText at={row.handledAt} time />,
                },
              ]
            : []),
        ]}
      />
      <div className="dl-zone-line">
        {row.basis === null ? null : <Article basis={row.basis} />}
        {link === null ? null : <Go to={link}>{t.toSubject}</Go>}
        {may('supervision.handle') && row.state === 'new' ? (
          <ConfirmEffect
            label={t.handle}
            title={t.handleTitle}
            effects={t.handleEffects}
            confirm={t.handle}
            askReason="needed"
            run={({ reason }) =>
              handle.run({ params: { warningId: row.id }, body: { version: row.version, handling: reason } })
            }
            pending={handle.pending}
            problem={handle.problem}
            button={{ type: 'primary', size: 'small' }}
          />
        ) : null}
      </div>
    </>
  );
}
