// screen: SX-5.4a, SX-5.4b
import { explainVolume, listVolumeEntries, markVolume, readVolume } from '@daylight/api/execution.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { Form, Radio } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { Chart } from '../../ui/chart.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { DateText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { Article } from '../../ui/why.tsx';
import { volumeTexts } from './texts.ts';
import { VolumeBar } from './volume-bar.tsx';
import { AccountState } from './volume-list.tsx';

type Account = ReplyOf<typeof readVolume>;

/** One agreed volume: where it stands, month by month, and its ledger line by line. */
export function VolumeDetailsPage(): ReactNode {
  const t = useTexts(volumeTexts);
  const say = useSay();
  const accountId = useParam('accountId');
  const { data: account, error, refetch } = useAsk(readVolume, { params: { accountId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (account === undefined) return <PageSkeleton />;
  const { unit } = account;
  const amount = (count: Account['agreed']) => <QuantityText count={count} unit={unit} />;
  return (
    <Details
      title={account.product}
      note={`${account.tender.number} ${account.tender.title}`}
      above={{ to: '/volumes', title: t.title }}
      state={<AccountState account={account} />}
      actions={<Actions account={account} />}
      facts={[
        { name: t.institution, value: `${account.institution.name}（${say(account.area)}）` },
        { name: t.manufacturer, value: account.manufacturer.name },
        { name: t.item, value: account.itemName },
        { name: t.term, value: t.until(account.from, account.until) },
        {
          name: t.progress,
          value: (
            <VolumeBar percent={account.percent} termPercent={account.termPercent} behind={account.behind} />
          ),
          wide: true,
        },
        { name: t.agreed, value: amount(account.agreed) },
        { name: t.consumed, value: amount(account.consumed) },
        { name: t.reserved, value: amount(account.reserved) },
        { name: t.remaining, value: amount(account.remaining) },
        { name: t.above, value: amount(account.above) },
        {
          name: t.reminders,
          value:
            account.remindedOn === null
              ? t.noReminders
              : t.remindersOf(account.reminders, account.remindedOn),
        },
        ...(account.outcome === null
          ? []
          : [
              {
                name: t.outcome,
                value: (
                  <>
                    {t.outcomes[account.outcome]} <Article basis={executionBasis.assessment} />
                  </>
                ),
              },
            ]),
        ...(account.explanation === ''
          ? []
          : [{ name: t.explanation, value: account.explanation, wide: true }]),
        ...(account.markNote === '' ? [] : [{ name: t.mark, value: account.markNote, wide: true }]),
        ...(account.failureId === null
          ? []
          : [
              {
                name: t.substitute,
                value: <Go to={`/supply-failures/${account.failureId}`}>{t.substitute}</Go>,
              },
            ]),
        {
          name: t.listings,
          value: (
            <>
              {account.listings.map((listing) => (
                <div key={listing.id}>
                  <Go to={`/listings/${listing.id}`}>{listing.number}</Go>
                  <div className="dl-soft">{listing.itemCode}</div>
                </div>
              ))}
            </>
          ),
          wide: true,
        },
      ]}
    >
      {account.months.length > 1 ? <Months account={account} /> : null}
      <Section title={t.ledger}>
        <Ledger accountId={account.id} unit={unit} />
      </Section>
    </Details>
  );
}

function Months({ account }: { readonly account: Account }): ReactNode {
  const t = useTexts(volumeTexts);
  const option = useMemo(
    () => ({
      grid: { left: 48, right: 16, top: 16, bottom: 32 },
      xAxis: { type: 'category', data: account.months.map((each) => each.month.slice(0, 7)) },
      yAxis: { type: 'value' },
      series: [
        {
          type: 'line',
          data: account.months.map((each) => Number(each.accepted)),
          markLine: { symbol: 'none', data: [{ yAxis: Number(account.agreed), name: t.agreed }] },
        },
      ],
    }),
    [account, t],
  );
  return (
    <Section title={t.history}>
      <Chart
        option={option}
        label={t.history}
        height={200}
        table={{
          heads: [t.at, t.accepted],
          rows: account.months.map((each) => [each.month.slice(0, 7), each.accepted]),
        }}
      />
    </Section>
  );
}

function Ledger({ accountId, unit }: { readonly accountId: string; readonly unit: string }): ReactNode {
  const t = useTexts(volumeTexts);
  const changed = (key: 'agreedChange' | 'orderedChange' | 'acceptedChange') => ({
    key,
    title: t[key],
    unit,
    align: 'right' as const,
    render: (row: ReplyOf<typeof listVolumeEntries>['items'][number]) => (row[key] === '0' ? '' : row[key]),
  });
  return (
    <DataTable
      id="volume-ledger"
      endpoint={listVolumeEntries}
      params={{ accountId }}
      columns={[
        {
          key: 'at',
          title: t.at,
          nowrap: true,
          text: (row) => row.at,
          render: (row) => <DateText at={row.at} time />,
        },
        { key: 'kind', title: t.event, card: 'title', render: (row) => t.kinds[row.kind] },
        {
          key: 'order',
          title: t.order,
          text: (row) => row.orderNumber ?? '',
          render: (row) =>
            row.orderId === null || row.orderNumber === null ? (
              ''
            ) : (
              <Go to={`/orders/${row.orderId}`}>{row.orderNumber}</Go>
            ),
        },
        changed('agreedChange'),
        changed('orderedChange'),
        changed('acceptedChange'),
      ]}
    />
  );
}

function Actions({ account }: { readonly account: Account }): ReactNode {
  const t = useTexts(volumeTexts);
  const may = useMay();
  const actor = useActor();
  const isOwn = actor?.organisationId === account.institution.id;
  return (
    <>
      {account.state === 'open' && may('execution.reportFailure') && (isOwn || actor?.kind === 'bureau') ? (
        <Go to={`/supply-failures/new?productId=${account.productId}`}>{t.reportFailure}</Go>
      ) : null}
      {account.mark === 'pending' && isOwn && may('execution.report') ? <Explain account={account} /> : null}
      {account.mark === 'pending' && may('execution.assess') ? <Assess account={account} /> : null}
    </>
  );
}

function Explain({ account }: { readonly account: Account }): ReactNode {
  const t = useTexts(volumeTexts);
  const explain = useDo(explainVolume);
  return (
    <ConfirmEffect
      label={t.explain}
      title={t.explainTitle}
      effects={t.explainEffects}
      confirm={t.explain}
      basis={executionBasis.assessment}
      askReason="needed"
      button={{ type: 'primary' }}
      run={({ reason: explanation }) =>
        explain.run({ params: { accountId: account.id }, body: { explanation, version: account.version } })
      }
      pending={explain.pending}
      problem={explain.problem}
    />
  );
}

function Assess({ account }: { readonly account: Account }): ReactNode {
  const t = useTexts(volumeTexts);
  const assess = useDo(markVolume);
  const [mark, setMark] = useState<'counted' | 'excused'>('counted');
  return (
    <ConfirmEffect
      label={t.assess}
      title={t.assessTitle}
      effects={t.assessEffects}
      confirm={t.assess}
      basis={executionBasis.assessment}
      askReason={mark === 'excused' ? 'needed' : 'optional'}
      irreversible
      button={{ type: 'primary' }}
      run={({ reason: note }) =>
        assess.run({ params: { accountId: account.id }, body: { mark, note, version: account.version } })
      }
      pending={assess.pending}
      problem={assess.problem}
    >
      <Form.Item label={t.markLabel}>
        <Radio.Group
          value={mark}
          onChange={(event) => setMark(event.target.value as 'counted' | 'excused')}
          options={[
            { value: 'counted', label: t.markCounted },
            { value: 'excused', label: t.markExcused },
          ]}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}
