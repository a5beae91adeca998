// screen: HN-11a, HN-15
import { closeSupplyCase, readSupplyCase } from '@daylight/api/credit-supply.ts';
import type { SupplyCaseDetails, SupplyStepItem } from '@daylight/api/credit-shapes.ts';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Facts, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StepFlow } from '../../ui/step-flow.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { Months } from './supply-list.tsx';
import { StepActions, TakeStep } from './supply-steps.tsx';
import { creditMore } from './supply-texts.ts';
import { stepTone } from './tones.ts';

/** One enterprise that failed to supply: its figures, the ladder, and each step with its minutes. */
export function SupplyDetailsPage(): ReactNode {
  const t = useTexts(creditMore);
  const m = useMarks();
  const say = useSay();
  const may = useMay();
  const supplyId = useParam('supplyId');
  const { data: found, error, refetch } = useAsk(readSupplyCase, { params: { supplyId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (found === undefined) return <PageSkeleton />;
  const inside = may('credit.investigate');
  const suggested = found.ladder.find((rung) => inside && rung.code === found.suggested);
  return (
    <Details
      title={`${t.supply}${m.colon}${found.enterprise.name}`}
      note={t.causes[found.cause]}
      above={{ to: '/credit/supply', title: t.supply }}
      state={<StateTag tone={found.state === 'open' ? 'working' : 'ended'}>{t.states[found.state]}</StateTag>}
      actions={<Actions found={found} />}
      facts={[
        { name: t.number, value: found.number },
        { name: t.openedAt, value: <DateText at={found.openedAt} /> },
        { name: t.facts, value: found.facts, wide: true },
        ...(found.figures.months.length === 0
          ? []
          : [{ name: t.months, value: <Months figures={found.figures} />, wide: true }]),
        ...(found.outcome === '' ? [] : [{ name: t.outcome, value: found.outcome, wide: true }]),
      ]}
    >
      <Section title={t.ladder}>
        <StepFlow label={t.ladder} steps={flowOf(found, say)} />
        <p>
          {suggested === undefined ? null : (
            <>
              {t.suggested}
              {m.colon}
              <strong>{say(suggested)}</strong>{' '}
            </>
          )}
          <Article basis={found.basis} />
        </p>
      </Section>
      <Section title={t.steps}>
        {found.steps.length === 0 ? <p className="dl-soft">{t.noSteps}</p> : null}
        {found.steps.map((step) => (
          <Step key={step.id} found={found} step={step} />
        ))}
      </Section>
    </Details>
  );
}

function flowOf(found: SupplyCaseDetails, say: ReturnType<typeof useSay>) {
  const next = found.ladder.findIndex((rung) => rung.code === found.suggested);
  return found.ladder.map((rung, at) => ({
    key: rung.code,
    title: say(rung),
    state: at < next ? ('done' as const) : at === next ? ('now' as const) : ('later' as const),
  }));
}

function Step({
  found,
  step,
}: {
  readonly found: SupplyCaseDetails;
  readonly step: SupplyStepItem;
}): ReactNode {
  const t = useTexts(creditMore);
  const say = useSay();
  return (
    <div>
      <p>
        <strong>{say(step.text)}</strong>{' '}
        <StateTag tone={stepTone[step.state]}>{t.stepStates[step.state]}</StateTag>{' '}
        <DateText at={step.enteredAt} />
      </p>
      <Facts
        facts={[
          { name: t.content, value: step.content, wide: true },
          ...(step.meetingAt === null
            ? []
            : [
                {
                  name: t.meetingAt,
                  value: (
                    <>
                      <DateText at={step.meetingAt} time /> {step.place}
                    </>
                  ),
                },
              ]),
          ...(step.due === null
            ? []
            : [
                {
                  name: t.due,
                  value:
                    step.state === 'open' || step.state === 'drafted' ? (
                      <Deadline {...step.due} />
                    ) : (
                      <DateText at={step.due.dueAt} time />
                    ),
                },
              ]),
          ...(step.answer === '' ? [] : [{ name: t.answerLabel, value: step.answer, wide: true }]),
          ...(step.minutes === '' ? [] : [{ name: t.minutes, value: step.minutes, wide: true }]),
          ...(step.settled === null
            ? []
            : [{ name: t.result, value: step.settled ? t.settled : t.unsettled }]),
          ...(step.caseId === null
            ? []
            : [
                {
                  name: t.removalCase,
                  value: <Go to={`/credit/cases/${step.caseId}`}>{t.seeCase}</Go>,
                },
              ]),
        ]}
      />
      {step.files.length + step.answerFiles.length === 0 ? null : (
        <EvidenceList files={[...step.files, ...step.answerFiles]} />
      )}
      <StepActions supplyId={found.id} step={step} />
    </div>
  );
}

function Actions({ found }: { readonly found: SupplyCaseDetails }): ReactNode {
  const t = useTexts(creditMore);
  const may = useMay();
  const close = useDo(closeSupplyCase);
  const running = found.steps.some((step) => step.state === 'open' || step.state === 'drafted');
  if (found.state !== 'open' || running) return null;
  return (
    <>
      {may('credit.enter') ? <TakeStep found={found} /> : null}
      {may('credit.decide') ? (
        <ConfirmEffect
          label={t.close}
          title={t.closeTitle}
          effects={t.closeEffects}
          confirm={t.close}
          askReason="needed"
          run={({ reason: outcome }) =>
            close.run({ params: { supplyId: found.id }, body: { outcome, version: found.version } })
          }
          pending={close.pending}
          problem={close.problem}
        />
      ) : null}
    </>
  );
}
