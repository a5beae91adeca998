// screen: SX-3.2b, GD-1b, JS-20, HN-9a
import { readOpening } from '@daylight/api/bidding-opening.ts';
import { retryAward } from '@daylight/api/bidding-quoting.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { Alert } from 'antd';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { roundTone } from '../tender/round-states.ts';
import { texts as roundTexts } from '../tender/round-texts.ts';
import './bidding.css';
import { EnrolmentSection } from './enrolment-section.tsx';
import { FollowSection } from './follow-section.tsx';
import { openingTexts } from './opening-texts.ts';
import { BoxSection, OpeningSection } from './openings-section.tsx';
import { ResultSection } from './result-section.tsx';
import { RoundsSection } from './rounds-section.tsx';
import { TrusteeDesk } from './trustee-desk.tsx';
import { TrusteeSection } from './trustee-section.tsx';

export type Opening = ReplyOf<typeof readOpening>;

const liveMs = 3000;

/** Keys, box, opening and result of a round; during the opening it is read again every few seconds. */
export function OpeningPage(): ReactNode {
  const tenderId = useParam('tenderId');
  const { data, error, refetch } = useAsk(readOpening, { params: { tenderId } }, { everyMs: liveMs });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <Desk opening={data} />;
}

function Desk({ opening }: { readonly opening: Opening }): ReactNode {
  const t = useTexts(openingTexts);
  const r = useTexts(roundTexts);
  const say = useSay();
  const facts = [
    { name: t.round, value: <Go to={`/rounds/${opening.id}`}>{opening.number}</Go> },
    ...(opening.closedAt === null
      ? []
      : [{ name: t.closedAt, value: <DateText at={opening.closedAt} time /> }]),
    ...((opening.terms?.hash ?? null) === null
      ? []
      : [{ name: t.terms, value: <span className="dl-bid-hash">{opening.terms?.hash}</span>, wide: true }]),
  ];
  const isFollowed = opening.origin === 'followed';
  return (
    <Details
      title={opening.title}
      above={{ to: '/openings', title: t.openings }}
      state={<StateTag tone={roundTone[opening.state]}>{r.states[opening.state]}</StateTag>}
      note={opening.number}
      next={
        opening.bidDueAt === null || opening.closedAt !== null ? undefined : (
          <Deadline dueAt={opening.bidDueAt} />
        )
      }
      facts={facts}
    >
      {opening.trouble === null ? null : (
        <Alert
          type="error"
          showIcon
          title={say(opening.trouble)}
          className="dl-bid-gap"
          action={<Retry opening={opening} />}
        />
      )}
      {isFollowed ? <FollowSection opening={opening} /> : null}
      {isFollowed ? null : (
        <>
          <TrusteeDesk opening={opening} />
          <TrusteeSection opening={opening} />
          {opening.isOrganiser ? <EnrolmentSection opening={opening} /> : null}
          <RoundsSection opening={opening} />
          <BoxSection opening={opening} />
          <OpeningSection opening={opening} />
        </>
      )}
      <ResultSection opening={opening} />
    </Details>
  );
}

const waiting = ['measured', 'opened', 'evaluated'];

/** What kept the award from being computed was corrected. */
function Retry({ opening }: { readonly opening: Opening }): ReactNode {
  const t = useTexts(openingTexts);
  const retry = useDo(retryAward, { touches: ['tender'] });
  if (!opening.isOrganiser || !waiting.includes(opening.state)) return null;
  return (
    <ConfirmEffect
      label={t.retry}
      title={t.retry}
      effects={t.retryEffects}
      confirm={t.retry}
      run={() => retry.run({ params: { tenderId: opening.id }, body: { version: opening.version } })}
      pending={retry.pending}
      problem={retry.problem}
    />
  );
}
