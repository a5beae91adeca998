// screen: JS-8, JS-10, HN-15
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { redrawPanel, readReview } from '@daylight/api/panel.ts';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Brief } from './brief.tsx';
import { MinutesView } from './minutes-view.tsx';
import { PoolSection } from './pool-section.tsx';
import { candidateTone, reviewTone } from './states.ts';
import { texts } from './texts.ts';

export type ReviewView = ReplyOf<typeof readReview>;
type Member = ReviewView['members'][number];

/** One review for the bureau: the list, who sits and who is done; scores only in the minutes. */
export function ReviewDetailsPage(): ReactNode {
  const reviewId = useParam('reviewId');
  const { data, error, refetch } = useAsk(readReview, { params: { reviewId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <ReviewDetails review={data} />;
}

function ReviewDetails({ review }: { readonly review: ReviewView }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const may = useMay();
  const canDraw = may('panel.draw');
  const draw = review.draws.at(-1);
  return (
    <Details
      title={say(review.title)}
      above={{ to: '/reviews', title: t.reviews }}
      state={<StateTag tone={reviewTone[review.state]}>{t.states[review.state]}</StateTag>}
      note={review.number}
      printable
      actions={review.state === 'short' && canDraw ? <Redraw review={review} /> : null}
      next={
        review.state === 'frozen' && draw !== undefined && draw.drawAt !== null ? (
          <>
            {t.drawAt} <DateText at={draw.drawAt} time />
          </>
        ) : review.signDue === null ? undefined : (
          <>
            {t.states.closed} <Deadline {...review.signDue} />
          </>
        )
      }
      facts={[
        { name: t.specialty, value: say(review.specialty) },
        { name: t.seats, value: t.seatsText(review.seats, review.quorum) },
        { name: t.progress, value: t.progressText(review.scored, review.seats) },
        { name: t.openedAt, value: <DateText at={review.openedAt} time /> },
        { name: t.interested, value: review.interested.map((each) => each.name).join(m.list), wide: true },
        ...(review.note === '' ? [] : [{ name: t.note, value: review.note, wide: true }]),
      ]}
      related={review.draws.map((each) => (
        <p key={each.id}>
          <Go to={`/open/panel-draws/${each.id}`}>{`${t.verify} · ${t.round(each.round)}`}</Go>
        </p>
      ))}
      {...(review.evidence.length === 0 ? {} : { documents: <EvidenceList files={review.evidence} /> })}
    >
      {review.brief.length === 0 ? null : <Brief brief={review.brief} />}
      {review.minutes === null ? null : (
        <Section title={t.minutes}>
          <MinutesView minutes={review.minutes} />
        </Section>
      )}
      {review.state === 'opened' && canDraw ? <PoolSection review={review} /> : null}
      {review.members.length === 0 ? null : (
        <Section title={t.members}>
          <Members members={review.members} />
        </Section>
      )}
    </Details>
  );
}

function Redraw({ review }: { readonly review: ReviewView }): ReactNode {
  const t = useTexts(texts);
  const redraw = useDo(redrawPanel);
  return (
    <ConfirmEffect
      label={t.redraw}
      title={t.redrawTitle}
      effects={t.redrawEffects}
      confirm={t.redraw}
      askReason="needed"
      button={{ type: 'primary' }}
      pending={redraw.pending}
      problem={redraw.problem}
      run={({ reason }) =>
        redraw.run({ params: { reviewId: review.id }, body: { version: review.version, reason } })
      }
    />
  );
}

function Members({ members }: { readonly members: readonly Member[] }): ReactNode {
  const t = useTexts(texts);
  return (
    <TableView<Member>
      inside
      rows={members}
      rowKey={(row) => row.code}
      columns={[
        {
          key: 'memberCode',
          title: t.memberCode,
          text: (row) => row.memberCode ?? '',
          render: (row) => row.memberCode ?? '—',
        },
        {
          key: 'name',
          title: t.name,
          card: 'title',
          text: (row) => row.name,
          render: (row) => <TwoLines below={row.employer}>{row.name}</TwoLines>,
        },
        { key: 'code', title: t.code, nowrap: true, render: (row) => row.code },
        stateColumn(t.state, t.candidateStates, candidateTone),
        {
          key: 'why',
          title: t.remark,
          text: (row) => row.reason,
          render: (row) =>
            row.excluded === null
              ? row.reason
              : `${t.exclusions[row.excluded]}${row.excludedWith === null ? '' : ` · ${row.excludedWith}`}`,
        },
        {
          key: 'due',
          title: t.due,
          text: (row) => row.due?.dueAt ?? '',
          render: (row) => (row.due === null ? '—' : <Deadline {...row.due} compact />),
        },
        {
          key: 'total',
          title: t.total,
          align: 'right',
          text: (row) => row.total ?? '',
          render: (row) => row.total ?? '—',
        },
        {
          key: 'signed',
          title: t.signed,
          nowrap: true,
          text: (row) => row.signedAt ?? '',
          render: (row) => (row.signedAt === null ? '—' : <DateText at={row.signedAt} />),
        },
      ]}
    />
  );
}
