// screen: SX-5.2, HN-15
import { readAdverseEvent } from '@daylight/api/execution-adverse.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StepFlow } from '../../ui/step-flow.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { EventActions } from './event-actions.tsx';
import { eventTexts } from './problem-texts.ts';
import { eventTone, severityTone } from './tones.ts';

const order = ['reported', 'answered', 'handled', 'closed'] as const;

/** One event: what happened to the product, what its manufacturer says, what was decided. */
export function EventDetailsPage(): ReactNode {
  const t = useTexts(eventTexts);
  const eventId = useParam('eventId');
  const { data: found, error, refetch } = useAsk(readAdverseEvent, { params: { eventId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (found === undefined) return <PageSkeleton />;
  const reached = found.state === 'closed' ? order.length : order.indexOf(found.state) + 1;
  return (
    <Details
      title={found.product}
      note={`${found.number} · ${t.kinds[found.kind]}`}
      above={{ to: '/adverse-events', title: t.title }}
      state={
        <>
          <StateTag tone={eventTone[found.state]}>{t.states[found.state]}</StateTag>
          <StateTag tone={severityTone[found.severity]}>{t.severities[found.severity]}</StateTag>
        </>
      }
      actions={<EventActions found={found} />}
      facts={[
        { name: t.manufacturer, value: found.manufacturer.name },
        { name: t.institution, value: found.institution.name },
        { name: t.code, value: <Go to={`/listings/${found.listingId}`}>{found.itemCode}</Go> },
        ...(found.tender === null
          ? []
          : [{ name: t.round, value: `${found.tender.number} ${found.tender.title}` }]),
        ...(found.lot === '' ? [] : [{ name: t.lot, value: found.lot }]),
        { name: t.quantity, value: <QuantityText count={found.quantity} /> },
        { name: t.foundOn, value: <DateText at={found.foundOn} /> },
        { name: t.others, value: t.othersOf(found.others) },
        ...(found.state === 'reported'
          ? [{ name: t.answerDue, value: <Deadline {...found.answerDue} /> }]
          : []),
        { name: t.facts, value: found.facts, wide: true },
        ...(found.measures === '' ? [] : [{ name: t.measures, value: found.measures, wide: true }]),
        ...(found.answer === '' ? [] : [{ name: t.answer, value: found.answer, wide: true }]),
        ...(found.outcome === null
          ? []
          : [
              {
                name: t.outcome,
                value: (
                  <>
                    {t.outcomes[found.outcome]} <Article basis={executionBasis.adverse} />
                  </>
                ),
              },
              { name: t.handling, value: found.handling, wide: true },
            ]),
        ...(found.publicNote === '' ? [] : [{ name: t.publicNote, value: found.publicNote, wide: true }]),
        ...(found.decisionNote === '' ? [] : [{ name: t.decision, value: found.decisionNote, wide: true }]),
      ]}
    >
      <StepFlow
        label={t.title}
        steps={order.map((key, at) => ({
          key,
          title: t.steps[key],
          state: at < reached ? 'done' : at === reached ? 'now' : 'later',
        }))}
      />
      {found.evidence.length + found.answerEvidence.length === 0 ? null : (
        <Section title={t.evidence}>
          <EvidenceList files={[...found.evidence, ...found.answerEvidence]} />
        </Section>
      )}
    </Details>
  );
}
