// screen: JS-14b, HN-11b, HN-15, SX-5.8
import { decideClosing, readClosing, recallClosing } from '@daylight/api/directory.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useJurisdictionName } from '../../reference.ts';
import { useActor, useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Decision } from '../../ui/decision.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { OpenBusiness, OpenCountsText } from './open-business.tsx';
import { useReason } from './reasons.ts';
import { closingOrigins } from './origins.ts';
import { directory } from './texts.ts';
import { closingTone } from './tones.ts';

type Closing = ReplyOf<typeof readClosing>;

/** One closing: why, what is still open and who decides. */
export function ClosingDetailsPage(): ReactNode {
  const t = useTexts(directory);
  const placeName = useJurisdictionName();
  const m = useMarks();
  const say = useSay();
  const reason = useReason();
  const closingId = useParam('closingId');
  const { data: closing, error, refetch } = useAsk(readClosing, { params: { closingId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (closing === undefined) return <PageSkeleton />;
  const { openAtDecision, openNow, finish, decidedAt, closedAt } = closing;
  return (
    <Details
      title={`${t.closingKinds[closing.kind]}${m.colon}${closing.productName}`}
      note={closing.specification}
      above={{ to: '/directory/closings', title: t.closings }}
      state={<StateTag tone={closingTone[closing.state]}>{t.closingStates[closing.state]}</StateTag>}
      actions={<Actions closing={closing} />}
      next={
        closing.state === 'waiting' && finish !== null ? (
          <>
            {t.finish} <Deadline {...finish} />
          </>
        ) : closing.state === 'proposed' ? (
          t.nextDecide
        ) : undefined
      }
      facts={[
        { name: t.number, value: closing.closingNumber },
        { name: t.listingNumber, value: <Go to={`/listings/${closing.listingId}`}>{closing.number}</Go> },
        { name: t.place, value: placeName(closing.place) },
        { name: t.manufacturer, value: closing.manufacturer.name },
        { name: t.origin, value: say(closingOrigins[closing.origin]) },
        {
          name: t.why,
          value: (
            <>
              {reason(closing.reason)} <Article basis={closing.basis} />
            </>
          ),
        },
        { name: t.note, value: closing.note, wide: true },
        ...(openAtDecision === null
          ? []
          : [{ name: t.openAtDecision, value: <OpenCountsText counts={openAtDecision} /> }]),
        ...(openNow === null ? [] : [{ name: t.openNow, value: <OpenCountsText counts={openNow} /> }]),
      ]}
      timeline={[
        {
          id: 'proposed',
          at: closing.proposedAt,
          title: t.proposed,
          detail: closing.proposedBy ?? say(closingOrigins[closing.origin]),
        },
        ...(decidedAt === null
          ? []
          : [
              {
                id: 'decided',
                at: decidedAt,
                title: closing.state === 'rejected' ? t.closingStates.rejected : t.decided,
                detail: [closing.decidedBy, closing.decisionNote].filter(Boolean).join(' · '),
                tone: closing.state === 'rejected' ? ('ended' as const) : ('working' as const),
              },
            ]),
        ...(closedAt === null
          ? []
          : [{ id: 'closed', at: closedAt, title: t.closingStates.closed, tone: 'good' as const }]),
      ]}
    >
      {closing.state === 'waiting' || closing.state === 'proposed' ? (
        <Section title={t.open}>
          <OpenBusiness things={closing.things} />
        </Section>
      ) : null}
      {closing.files.length === 0 ? null : (
        <Section title={t.files}>
          <EvidenceList files={closing.files} />
        </Section>
      )}
      {closedAt === null ? null : (
        <p className="dl-soft">
          {t.closingStates.closed} <DateText at={closedAt} time />
        </p>
      )}
    </Details>
  );
}

function Actions({ closing }: { readonly closing: Closing }): ReactNode {
  const t = useTexts(directory);
  const may = useMay();
  const actor = useActor();
  const decide = useDo(decideClosing, { touches: ['listing'] });
  const recall = useDo(recallClosing, { touches: ['listing'] });
  if (closing.state !== 'proposed') return null;
  const { id: closingId, version } = closing;
  const mine =
    closing.origin === 'manufacturer' ? actor?.organisationId === closing.manufacturer.id : closing.own;
  return (
    <>
      {may('directory.decide') ? (
        <Decision
          yes={{
            label: t.decide,
            title: t.decideTitle,
            effects: t.decideEffects,
            basis: closing.basis,
            askReason: 'optional',
          }}
          no={{ label: t.reject, title: t.rejectTitle, effects: t.rejectEffects }}
          run={(approve, note) => decide.run({ params: { closingId }, body: { approve, note, version } })}
          step={decide}
          own={closing.own ? t.ownClosing : null}
        />
      ) : null}
      {mine ? (
        <ConfirmEffect
          label={t.recall}
          title={t.recallTitle}
          effects={t.recallEffects}
          confirm={t.recall}
          run={() => recall.run({ params: { closingId }, body: { version } })}
          pending={recall.pending}
          problem={recall.problem}
        />
      ) : null}
    </>
  );
}
