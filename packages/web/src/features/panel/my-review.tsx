// screen: JS-8, JS-10, HN-15
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { answerInvitation, readAssignment, signMinutes } from '@daylight/api/panel-member.ts';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Facts, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { MinutesView } from './minutes-view.tsx';
import { Brief } from './brief.tsx';
import { ScoreForm } from './score-form.tsx';
import { candidateTone } from './states.ts';
import { texts } from './texts.ts';

export type AssignmentView = ReplyOf<typeof readAssignment>;
interface Given {
  readonly review: AssignmentView;
}

/** One review for its member: whose matter it is, the evidence, the form, and at the end the minutes. */
export function MyReviewPage(): ReactNode {
  const reviewId = useParam('reviewId');
  const { data, error, refetch } = useAsk(readAssignment, { params: { reviewId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <MyReview review={data} />;
}

function MyReview({ review }: Given): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const { duty, own } = review;
  return (
    <Details
      title={say(review.title)}
      above={{ to: '/my-reviews', title: t.myReviews }}
      state={<StateTag tone={candidateTone[review.state]}>{t.candidateStates[review.state]}</StateTag>}
      note={review.number}
      actions={
        duty === 'answer' ? <Answer review={review} /> : duty === 'sign' ? <Sign review={review} /> : null
      }
      next={
        duty === null ? undefined : (
          <>
            {t.duties[duty]} {review.due === null ? null : <Deadline {...review.due} />}
          </>
        )
      }
      facts={[
        { name: t.specialty, value: say(review.specialty) },
        { name: t.interested, value: review.interested.map((each) => each.name).join(m.list), wide: true },
        ...(review.signedAt === null
          ? []
          : [{ name: t.signedAt, value: <DateText at={review.signedAt} time /> }]),
      ]}
    >
      {review.minutes === null ? null : (
        <Section title={t.minutes}>
          <MinutesView minutes={review.minutes} />
        </Section>
      )}
      {review.brief.length === 0 ? null : <Brief brief={review.brief} />}
      <Section title={t.evidence}>
        {duty === 'answer' ? (
          <p className="dl-soft">{t.evidenceLater}</p>
        ) : review.evidence.length === 0 ? (
          <p className="dl-soft">{t.noEvidence}</p>
        ) : (
          <EvidenceList files={review.evidence} />
        )}
      </Section>
      {duty === 'score' ? (
        <Section title={t.form} extra={<Recuse review={review} />}>
          <ScoreForm review={review} />
        </Section>
      ) : null}
      {own === null ? null : (
        <Section title={t.own}>
          <Facts
            facts={[
              ...review.sheet.criteria.map((each) => ({
                name: say(each),
                value: String(own.points[each.code] ?? ''),
              })),
              { name: t.opinion, value: own.opinion, wide: true },
            ]}
          />
        </Section>
      )}
    </Details>
  );
}

function Answer({ review }: Given): ReactNode {
  const t = useTexts(texts);
  const answer = useDo(answerInvitation);
  const common = { pending: answer.pending, problem: answer.problem };
  const run = (how: 'accept' | 'decline') => (given: { reason: string }) =>
    answer.run({
      params: { reviewId: review.id },
      body: { version: review.version, answer: how, reason: given.reason },
    });
  return (
    <>
      <ConfirmEffect
        {...common}
        label={t.accept}
        title={t.acceptTitle}
        effects={t.acceptEffects}
        confirm={t.accept}
        button={{ type: 'primary' }}
        run={run('accept')}
      />
      <ConfirmEffect
        {...common}
        label={t.decline}
        title={t.declineTitle}
        effects={t.declineEffects}
        confirm={t.decline}
        askReason="needed"
        run={run('decline')}
      />
      <Recuse review={review} />
    </>
  );
}

function Recuse({ review }: Given): ReactNode {
  const t = useTexts(texts);
  const answer = useDo(answerInvitation);
  return (
    <ConfirmEffect
      label={t.recuse}
      title={t.recuseTitle}
      effects={t.recuseEffects}
      confirm={t.recuse}
      askReason="needed"
      irreversible
      pending={answer.pending}
      problem={answer.problem}
      run={({ reason }) =>
        answer.run({
          params: { reviewId: review.id },
          body: { version: review.version, answer: 'recuse', reason },
        })
      }
    />
  );
}

function Sign({ review }: Given): ReactNode {
  const t = useTexts(texts);
  const sign = useDo(signMinutes);
  return (
    <ConfirmEffect
      label={t.sign}
      title={t.signTitle}
      effects={t.signEffects}
      confirm={t.sign}
      askReason="optional"
      button={{ type: 'primary' }}
      pending={sign.pending}
      problem={sign.problem}
      run={({ reason }) =>
        sign.run({ params: { reviewId: review.id }, body: { version: review.version, remark: reason } })
      }
    />
  );
}
