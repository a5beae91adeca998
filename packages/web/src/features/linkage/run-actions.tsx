import {
  cancelLinkageRun,
  decideLinkageRun,
  type LinkageRun,
  previewLinkageAgain,
  submitLinkageRun,
} from '@daylight/api/linkage-run.ts';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Decision } from '../../ui/decision.tsx';
import { moneyText } from '../../ui/format.ts';
import { runTexts } from './run-texts.ts';

interface Given {
  readonly run: LinkageRun;
}

/** The steps that a run allows now to the one who looks at it. */
export function RunActions({ run }: Given): ReactNode {
  const may = useMay();
  const isOver = run.state === 'executed' || run.state === 'cancelled' || run.state === 'executing';
  return (
    <>
      {may('linkage.approve') && run.state === 'submitted' ? <Approver run={run} /> : null}
      {may('linkage.run') && !isOver ? <Officer run={run} /> : null}
    </>
  );
}

function Officer({ run }: Given): ReactNode {
  const t = useTexts(runTexts);
  const submit = useDo(submitLinkageRun);
  const again = useDo(previewLinkageAgain);
  const cancel = useDo(cancelLinkageRun);
  const params = { runId: run.id };
  const { version } = run;
  return (
    <>
      {run.state === 'previewed' ? (
        <>
          <ConfirmEffect
            label={t.submit}
            title={t.submit}
            effects={t.submitEffects(run.report.lowered, moneyText(run.report.effect))}
            confirm={t.submit}
            button={{ type: 'primary' }}
            run={() => submit.run({ params, body: { version } })}
            pending={submit.pending}
            problem={submit.problem}
          />
          <ConfirmEffect
            label={t.again}
            title={t.again}
            effects={t.againEffects}
            confirm={t.again}
            run={() => again.run({ params, body: { version } })}
            pending={again.pending}
            problem={again.problem}
          />
        </>
      ) : null}
      <ConfirmEffect
        label={t.cancel}
        title={t.cancel}
        effects={t.cancelEffects}
        confirm={t.cancel}
        irreversible
        askReason="needed"
        run={({ reason }) => cancel.run({ params, body: { version, note: reason } })}
        pending={cancel.pending}
        problem={cancel.problem}
      />
    </>
  );
}

function Approver({ run }: Given): ReactNode {
  const t = useTexts(runTexts);
  const decide = useDo(decideLinkageRun);
  const params = { runId: run.id };
  const { version } = run;
  return (
    <Decision
      own={run.own ? t.own : null}
      yes={{ label: t.approve, effects: t.approveEffects(run.report.lowered, run.executeOn) }}
      no={{ label: t.reject, effects: t.rejectEffects }}
      run={(approve, note) =>
        decide.run({ params, body: { version, approve, ...(approve ? {} : { note }) } })
      }
      step={decide}
    />
  );
}
