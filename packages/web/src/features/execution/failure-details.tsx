// screen: SX-5.3c, HN-15
import { readSupplyFailure } from '@daylight/api/execution-failure.ts';
import type { FailureDetails } from '@daylight/api/execution-shapes.ts';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText, MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StepFlow } from '../../ui/step-flow.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { FailureActions } from './failure-actions.tsx';
import { failureTexts } from './problem-texts.ts';
import { failureTone } from './tones.ts';

/** One failure to supply from the report to the last fen that the substitute cost more. */
export function FailureDetailsPage(): ReactNode {
  const t = useTexts(failureTexts);
  const failureId = useParam('failureId');
  const { data: found, error, refetch } = useAsk(readSupplyFailure, { params: { failureId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (found === undefined) return <PageSkeleton />;
  return (
    <Details
      title={found.product}
      note={`${found.number} · ${found.tender.number} ${found.tender.title}`}
      above={{ to: '/supply-failures', title: t.title }}
      state={<StateTag tone={failureTone[found.state]}>{t.states[found.state]}</StateTag>}
      actions={<FailureActions found={found} />}
      facts={[
        { name: t.manufacturer, value: found.manufacturer.name },
        {
          name: t.institution,
          value: found.institution?.name ?? (found.origin === 'coverage' ? t.byClock : t.byOfficer),
        },
        { name: t.reportedAt, value: <DateText at={found.reportedAt} time /> },
        ...(found.state === 'told' ? [{ name: t.answerDue, value: <Deadline {...found.answerDue} /> }] : []),
        { name: t.facts, value: found.facts, wide: true },
        ...(found.answer === ''
          ? []
          : [
              { name: t.answer, value: found.answer, wide: true },
              { name: t.forceMajeure, value: found.claimsForceMajeure ? t.yes : t.no },
            ]),
        ...(found.finding === null
          ? []
          : [
              {
                name: t.finding,
                value: (
                  <>
                    {t.findings[found.finding]} <Article basis={found.basis} />
                  </>
                ),
              },
              { name: t.findNote, value: found.findingNote, wide: true },
            ]),
        ...(found.substitute === null
          ? []
          : [
              {
                name: t.substitute,
                value: `${found.substitute.product}（${found.substitute.manufacturer}）`,
                wide: true,
              },
            ]),
        ...(found.decisionNote === '' ? [] : [{ name: t.decision, value: found.decisionNote, wide: true }]),
        ...(found.proposalId === null
          ? []
          : [
              {
                name: t.proposal,
                value: <Go to={`/credit/proposals/${found.proposalId}`}>{t.seeProposal}</Go>,
              },
            ]),
        ...(found.endNote === '' ? [] : [{ name: t.endNote, value: found.endNote, wide: true }]),
      ]}
    >
      {found.carrying === null ? null : <Alert type="info" showIcon title={t.carrying[found.carrying]} />}
      <Steps found={found} />
      {found.evidence.length + found.answerEvidence.length === 0 ? null : (
        <Section title={t.evidence}>
          <EvidenceList files={[...found.evidence, ...found.answerEvidence]} />
        </Section>
      )}
      {found.orders.length === 0 ? null : <Orders found={found} />}
      {found.accounts === 0 ? null : <Costs found={found} />}
    </Details>
  );
}

function Steps({ found }: { readonly found: FailureDetails }): ReactNode {
  const t = useTexts(failureTexts);
  const order = ['told', 'answered', 'found', 'confirmed', 'ended'] as const;
  const reached = {
    told: 1,
    answered: 2,
    found: 3,
    confirmed: 4,
    substituted: 4,
    dismissed: 5,
    ended: 5,
  }[found.state];
  return (
    <StepFlow
      label={t.title}
      steps={order.map((key, at) => ({
        key,
        title: t.steps[key],
        state: at < reached ? 'done' : at === reached ? 'now' : 'later',
      }))}
    />
  );
}

function Orders({ found }: { readonly found: FailureDetails }): ReactNode {
  const t = useTexts(failureTexts);
  return (
    <Section title={t.orders}>
      <TableView
        inside
        rows={found.orders}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'number',
            title: t.order,
            card: 'title',
            render: (row) => <Go to={`/orders/${row.id}`}>{row.number}</Go>,
          },
          { key: 'institution', title: t.institution, render: (row) => row.institution },
          { key: 'distributor', title: t.distributor, render: (row) => row.distributor },
          { key: 'refused', title: t.refused, align: 'right', render: (row) => row.refused },
          { key: 'outstanding', title: t.outstanding, align: 'right', render: (row) => row.outstanding },
          {
            key: 'late',
            title: t.late,
            card: 'state',
            render: (row) => (row.late ? <StateTag tone="danger">{t.lateTag}</StateTag> : null),
          },
        ]}
      />
    </Section>
  );
}

function Costs({ found }: { readonly found: FailureDetails }): ReactNode {
  const t = useTexts(failureTexts);
  return (
    <Section title={t.costs}>
      <p>{t.transferred(found.accounts)}</p>
      <p className="dl-soft">
        {t.costsNote} <Article basis={found.basis} />
      </p>
      <TableView
        inside
        rows={found.costs}
        rowKey={(row) => `${row.orderId}-${row.line}`}
        empty={t.costsNone}
        columns={[
          { key: 'order', title: t.order, card: 'title', render: (row) => `${row.orderNumber}-${row.line}` },
          { key: 'institution', title: t.institution, render: (row) => row.institution.name },
          { key: 'product', title: t.substitute, render: (row) => row.product },
          {
            key: 'units',
            title: t.units,
            align: 'right',
            render: (row) => <QuantityText count={row.units} />,
          },
          {
            key: 'price',
            title: t.price,
            unit: '元',
            align: 'right',
            render: (row) => (
              <>
                <MoneyText amount={row.price} /> / {row.pricePack}
              </>
            ),
          },
          {
            key: 'agreed',
            title: t.agreedPrice,
            unit: '元',
            align: 'right',
            render: (row) => (
              <>
                <MoneyText amount={row.agreedPrice} /> / {row.agreedPack}
              </>
            ),
          },
          {
            key: 'difference',
            title: t.difference,
            unit: '元',
            align: 'right',
            render: (row) => <MoneyText amount={row.difference} />,
          },
        ]}
      />
      <p>
        {t.total}：<MoneyText amount={found.costTotal} unit strong />
      </p>
    </Section>
  );
}
