// screen: SX-2.2, GY-3.3, SX-3.2b, JS-20
import { readBidding, withdrawBid, withdrawEnrolment } from '@daylight/api/bidding.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { hasReached } from '@daylight/rules/tender/state.ts';
import { Alert, Space } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useNow } from '../../clock.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { type FlowStep, StepFlow } from '../../ui/step-flow.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { roundTone } from '../tender/round-states.ts';
import { texts as roundTexts } from '../tender/round-texts.ts';
import './bidding.css';
import { EnrolForm } from './enrol-form.tsx';
import { OwnKeySection } from './own-key.tsx';
import { OwnRounds } from './own-rounds.tsx';
import { Receipts } from './receipts.tsx';
import { SealSection } from './seal-section.tsx';
import { enrolTone } from './states.ts';
import { texts } from './texts.ts';

export type Bidding = ReplyOf<typeof readBidding>;

/** One round as its bidder sees it: enrol, seal, keep the receipt, and open by the own key if trustees are lost. */
export function BidPage(): ReactNode {
  const tenderId = useParam('tenderId');
  const { data, error, refetch } = useAsk(readBidding, { params: { tenderId } }, { everyMs: 30_000 });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <Bid bidding={data} />;
}

function Bid({ bidding }: { readonly bidding: Bidding }): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(roundTexts);
  const now = useNow(1000);
  const isLate = bidding.bidDueAt !== null && now >= bidding.bidDueAt;
  const open = ['reporting', 'measured', 'bidding'].includes(bidding.state) && !isLate;
  return (
    <Details
      title={bidding.title}
      above={{ to: '/bids', title: t.bids }}
      state={<StateTag tone={roundTone[bidding.state]}>{r.states[bidding.state]}</StateTag>}
      note={bidding.number}
      next={
        bidding.bidDueAt === null ? undefined : (
          <>
            {t.due} <Deadline dueAt={bidding.bidDueAt} />
          </>
        )
      }
      facts={[{ name: t.round, value: <Go to={`/rounds/${bidding.id}`}>{t.openRound}</Go> }]}
    >
      <Section title={t.course}>
        <StepFlow steps={useSteps(bidding)} label={t.course} />
      </Section>
      <OwnKeySection bidding={bidding} />
      <OwnRounds bidding={bidding} />
      {bidding.enrolment === null && open ? (
        <Section title={t.enrol}>
          <EnrolForm bidding={bidding} />
        </Section>
      ) : null}
      {bidding.enrolment === null ? null : <Enrolment bidding={bidding} open={open} />}
      {bidding.enrolment?.state === 'accepted' ? <SealSection bidding={bidding} open={open} /> : null}
      {bidding.receipts.length === 0 ? null : (
        <Receipts receipts={bidding.receipts} extra={open ? <Withdraw bidding={bidding} /> : null} />
      )}
    </Details>
  );
}

function useSteps({ enrolment, receipts, state }: Bidding): readonly FlowStep[] {
  const t = useTexts(texts).steps;
  const isIn = enrolment?.state === 'accepted';
  const stands = receipts.some((each) => each.state === 'standing');
  const done: readonly boolean[] = [
    enrolment !== null,
    isIn,
    stands,
    hasReached(state, 'opening'),
    hasReached(state, 'opened'),
    hasReached(state, 'awarded'),
  ];
  const failed = enrolment?.state === 'refused' ? 1 : state === 'failed' || state === 'cancelled' ? 5 : -1;
  const now = done.indexOf(false);
  return (['enrol', 'accept', 'seal', 'close', 'open', 'result'] as const).map((key, at) => ({
    key,
    title: t[key],
    state: at === failed ? 'failed' : done[at] === true ? 'done' : at === now ? 'now' : 'later',
  }));
}

function Enrolment({ bidding, open }: { readonly bidding: Bidding; readonly open: boolean }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const { enrolment } = bidding;
  const withdraw = useDo(withdrawEnrolment);
  if (enrolment === null) return null;
  const stands = bidding.receipts.some((each) => each.state === 'standing');
  return (
    <Section
      title={t.enrolment}
      extra={
        <Space>
          <StateTag tone={enrolTone[enrolment.state]}>{t.enrolStates[enrolment.state]}</StateTag>
          {open && !stands ? (
            <ConfirmEffect
              label={t.withdrawEnrolment}
              title={t.withdrawEnrolment}
              effects={[t.withdrawEnrolmentEffect]}
              confirm={t.withdrawEnrolment}
              run={() => withdraw.run({ params: { tenderId: bidding.id }, body: {} })}
              pending={withdraw.pending}
              problem={withdraw.problem}
            />
          ) : null}
        </Space>
      }
    >
      {enrolment.state === 'refused' ? (
        <Alert
          type="error"
          showIcon
          title={`${t.refusedNote}${m.colon}${enrolment.note}`}
          className="dl-bid-gap"
        />
      ) : null}
      <ul className="dl-bid-list">
        {enrolment.products.map((each) => (
          <li key={each.productId}>
            {each.name}
            {each.capacity === null ? '' : ` · ${t.capacity} ${each.capacity}`}
          </li>
        ))}
        {enrolment.findings.map((each) => (
          <li key={each.zh}>
            {say(each)} {each.basis === null ? null : <Article basis={each.basis} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Withdraw({ bidding }: { readonly bidding: Bidding }): ReactNode {
  const t = useTexts(texts);
  const withdraw = useDo(withdrawBid);
  const { quoting } = bidding.rounds;
  const stands = bidding.receipts.some((each) => each.state === 'standing' && each.quoting === quoting);
  if (!stands || bidding.mode === 'inquiry') return null;
  return (
    <ConfirmEffect
      label={t.withdrawBid}
      title={t.withdrawBid}
      effects={[t.withdrawBidEffect]}
      confirm={t.withdrawBid}
      run={() => withdraw.run({ params: { tenderId: bidding.id }, body: {} })}
      pending={withdraw.pending}
      problem={withdraw.problem}
    />
  );
}
