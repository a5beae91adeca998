// screen: JS-24, HN-15
import {
  type CoordinationLineItem,
  decideCoordination,
  listCoordinationLines,
  readCoordination,
} from '@daylight/api/bidding-coordination.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText, MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { CoordinationAnswer } from './coordination-answer.tsx';
import { coordinationTexts, coordinationTone, lineTone } from './coordination-texts.ts';

export type Coordination = ReplyOf<typeof readCoordination>;

/** One coordination: what it asks for and why, its effect in money, and the answers listing by listing. */
export function CoordinationPage(): ReactNode {
  const t = useTexts(coordinationTexts);
  const coordinationId = useParam('coordinationId');
  const params = { coordinationId };
  const { data, error, refetch } = useAsk(readCoordination, { params });
  const columns = useLineColumns();
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <Details
      title={`${t.title} · ${data.tender.title}`}
      note={data.number}
      above={{ to: '/price-coordinations', title: t.title }}
      state={<StateTag tone={coordinationTone[data.state]}>{t.states[data.state]}</StateTag>}
      actions={<Actions coordination={data} />}
      facts={[
        { name: t.round, value: <Go to={`/rounds/${data.tender.id}`}>{data.tender.number}</Go> },
        {
          name: t.measure,
          value: `${t.measures[data.measure]}${data.isDefault ? ` · ${t.isDefault}` : ''}`,
        },
        { name: t.basis, value: <Article basis={data.basis} /> },
        {
          name: t.due,
          value:
            data.dueAt === null ? null : data.state === 'asked' ? (
              <Deadline dueAt={data.dueAt} provisional={data.provisional} basis={data.basis} />
            ) : (
              <DateText at={data.dueAt} time />
            ),
        },
        { name: t.lines, value: data.lines },
        { name: t.manufacturers, value: data.manufacturers },
        { name: t.effect, value: <MoneyText amount={data.effect} strong /> },
        { name: t.reached, value: <MoneyText amount={data.reached} /> },
        { name: t.open, value: data.open },
        { name: t.aboveCount, value: data.above },
        { name: t.enteredBy, value: data.enteredBy },
        { name: t.sentBy, value: data.sentBy },
      ]}
    >
      {data.mayAnswer ? <CoordinationAnswer coordination={data} /> : null}
      <Section title={t.items}>
        <p className="dl-soft">{t.period(data.boughtFrom, data.boughtBefore)}</p>
        <TableView
          inside
          label={t.items}
          rows={data.items}
          rowKey={(row) => row.item}
          columns={[
            { key: 'item', title: t.item, card: 'title', render: (row) => row.name },
            { key: 'unit', title: t.unit, render: (row) => row.unit },
            {
              key: 'price',
              title: t.target,
              align: 'right',
              render: (row) => <MoneyText amount={row.price} />,
            },
            { key: 'lines', title: t.lines, align: 'right', render: (row) => row.lines },
            {
              key: 'effect',
              title: t.effect,
              align: 'right',
              render: (row) => <MoneyText amount={row.effect} />,
            },
          ]}
        />
      </Section>
      <Section title={t.lines}>
        <DataTable<typeof listCoordinationLines>
          id="coordination-lines"
          endpoint={listCoordinationLines}
          params={params}
          rowKey={(row) => row.listingId}
          filters={[choice('state', t.answer, t.lineStates), { kind: 'flag', name: 'above', label: t.above }]}
          columns={columns}
          empty={{ title: t.none }}
        />
      </Section>
    </Details>
  );
}

function Actions({ coordination }: { readonly coordination: Coordination }): ReactNode {
  const t = useTexts(coordinationTexts);
  const may = useMay();
  const decide = useDo(decideCoordination);
  const { version } = coordination;
  if (coordination.state !== 'counted' || !may('bidding.sendCoordination')) return null;
  const run = (decision: 'send' | 'drop', note: string) =>
    decide.run({ params: { coordinationId: coordination.id }, body: { version, decision, note } });
  const given = { pending: decide.pending, problem: decide.problem };
  return (
    <>
      {coordination.maySend ? (
        <ConfirmEffect
          label={t.send}
          title={t.send}
          effects={t.sendEffects(coordination.lines, coordination.manufacturers)}
          confirm={t.send}
          button={{ type: 'primary' }}
          basis={coordination.basis}
          run={() => run('send', '')}
          {...given}
        />
      ) : null}
      <ConfirmEffect
        label={t.drop}
        title={t.drop}
        effects={t.dropEffects}
        confirm={t.drop}
        askReason="optional"
        run={({ reason }) => run('drop', reason)}
        {...given}
      />
    </>
  );
}

function useLineColumns(): readonly Column<CoordinationLineItem>[] {
  const t = useTexts(coordinationTexts);
  return [
    {
      key: 'product',
      title: t.product,
      card: 'title',
      text: (row) => `${row.productName} ${row.specification}`,
      render: (row) => (
        <TwoLines below={row.manufacturer.name}>
          {row.productName} <small className="dl-soft">{row.specification}</small>
        </TwoLines>
      ),
    },
    {
      key: 'listing',
      title: t.listing,
      nowrap: true,
      text: (row) => row.listingNumber,
      render: (row) => <Go to={`/listings/${row.listingId}`}>{row.listingNumber}</Go>,
    },
    {
      key: 'priceNow',
      title: t.priceNow,
      align: 'right',
      render: (row) => <MoneyText amount={row.priceNow} />,
    },
    { key: 'target', title: t.target, align: 'right', render: (row) => <MoneyText amount={row.target} /> },
    { key: 'offered', title: t.offered, align: 'right', render: (row) => <MoneyText amount={row.offered} /> },
    {
      key: 'quantity',
      title: t.bought,
      align: 'right',
      text: (row) => row.quantity,
      render: (row) => <QuantityText count={row.quantity} unit={row.purchaseUnit} />,
    },
    { key: 'effect', title: t.effect, align: 'right', render: (row) => <MoneyText amount={row.effect} /> },
    {
      key: 'state',
      title: t.answer,
      card: 'state',
      text: (row) => `${t.lineStates[row.state]} ${row.reason}`.trim(),
      render: (row) => (
        <>
          <StateTag tone={lineTone[row.state]}>{t.lineStates[row.state]}</StateTag>
          {row.above ? <StateTag tone="warning">{t.above}</StateTag> : null}
          {row.reason === '' ? null : <small className="dl-line-mark">{row.reason}</small>}
        </>
      ),
    },
  ];
}
