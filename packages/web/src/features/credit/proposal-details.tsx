// screen: JS-38, SX-5.3c, HN-15
import {
  type CreditProposal,
  confirmProposal,
  declineProposal,
  readProposal,
} from '@daylight/api/credit-proposal.ts';
import { readCreditChoices } from '@daylight/api/credit.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { App, Form, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo, useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { DayInput } from '../../ui/entity-form.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { proposalTexts } from './proposal-texts.ts';
import { proposalTone } from './tones.ts';

const origins = { 'supply-failure': '/supply-failures', 'tender-breach': '/breaches' } as const;

/** A proposed bad record with what it rests on; an officer names the measure or declines. */
export function ProposalDetailsPage(): ReactNode {
  const t = useTexts(proposalTexts);
  const say = useSay();
  const may = useMay();
  const proposalId = useParam('proposalId');
  const { data: found, error, refetch } = useAsk(readProposal, { params: { proposalId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (found === undefined) return <PageSkeleton />;
  const { kind, id } = found.subject;
  return (
    <Details
      title={found.enterprise.name}
      note={found.number}
      above={{ to: '/credit/proposals', title: t.title }}
      state={<StateTag tone={proposalTone[found.state]}>{t.states[found.state]}</StateTag>}
      actions={
        found.state === 'open' && may('credit.enter') ? (
          <>
            <Confirm found={found} />
            <Decline found={found} />
          </>
        ) : null
      }
      facts={[
        { name: t.ground, value: say(found.ground) },
        { name: t.source, value: say(found.source) },
        {
          name: t.sourceDocument,
          value: (
            <>
              {found.sourceDocument} <Go to={`${origins[kind]}/${id}`}>{t.arose[kind]}</Go>
            </>
          ),
        },
        { name: t.proposedAt, value: <DateText at={found.proposedAt} time /> },
        { name: t.basis, value: <Article basis={found.basis} /> },
        { name: t.facts, value: found.facts, wide: true },
        ...(found.decidedBy === null ? [] : [{ name: t.settledBy, value: found.decidedBy }]),
        ...(found.note === '' ? [] : [{ name: t.declinedFor, value: found.note, wide: true }]),
      ]}
    >
      {found.caseId === null ? null : (
        <p>
          <Go to={`/credit/cases/${found.caseId}`}>{t.seeCase}</Go>
        </p>
      )}
      {found.products.length === 0 ? null : (
        <Section title={t.products}>
          <TableView
            inside
            rows={found.products}
            rowKey={(row) => row.itemCode}
            columns={[
              { key: 'product', title: t.product, card: 'title', render: (row) => row.productName },
              { key: 'specification', title: t.specification, render: (row) => row.specification },
              { key: 'code', title: t.code, nowrap: true, render: (row) => row.itemCode },
            ]}
          />
        </Section>
      )}
    </Details>
  );
}

function Confirm({ found }: { readonly found: CreditProposal }): ReactNode {
  const t = useTexts(proposalTexts);
  const say = useSay();
  const go = useGo();
  const { message } = App.useApp();
  const confirm = useDo(confirmProposal);
  const measures = (useAsk(readCreditChoices, { query: {} }).data?.record.measures ?? []).filter((each) =>
    each.for.includes(found.role),
  );
  const [wanted, setMeasure] = useState('');
  const [until, setUntil] = useState('');
  const measure = wanted === '' ? (measures[0]?.code ?? '') : wanted;
  return (
    <ConfirmEffect
      label={t.confirm}
      title={t.confirmTitle}
      effects={t.confirmEffects}
      confirm={t.confirm}
      askFiles={t.evidence}
      basis={found.basis}
      button={{ type: 'primary' }}
      run={async ({ evidenceIds }) => {
        const reply = await confirm.run({
          params: { proposalId: found.id },
          body: {
            measure,
            until: until === '' ? null : (until as IsoDate),
            evidenceIds,
            version: found.version,
          },
        });
        if (reply === null) return reply;
        void message.success(t.done);
        go(`/credit/cases/${reply.id}`);
        return reply;
      }}
      pending={confirm.pending}
      problem={confirm.problem}
    >
      <Form.Item label={t.measure} htmlFor="proposal-measure">
        <Select
          id="proposal-measure"
          value={measure}
          onChange={setMeasure}
          options={measures.map((each) => ({ value: each.code, label: say(each) }))}
        />
      </Form.Item>
      <Form.Item label={t.until} htmlFor="proposal-until">
        <DayInput id="proposal-until" value={until} onChange={(value) => setUntil(value)} />
      </Form.Item>
    </ConfirmEffect>
  );
}

function Decline({ found }: { readonly found: CreditProposal }): ReactNode {
  const t = useTexts(proposalTexts);
  const decline = useDo(declineProposal);
  return (
    <ConfirmEffect
      label={t.decline}
      title={t.declineTitle}
      effects={t.declineEffects}
      confirm={t.decline}
      askReason="needed"
      run={({ reason: note }) =>
        decline.run({ params: { proposalId: found.id }, body: { note, version: found.version } })
      }
      pending={decline.pending}
      problem={decline.problem}
    />
  );
}
