// screen: JS-12, JS-13b, JS-14a
import { discardTrial, readTrial, shareTrial } from '@daylight/api/supervision-trials.ts';
import { Button, Progress } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { grouped } from '../../ui/format.ts';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { RuleText } from './rule-fields.tsx';
import { texts } from './rule-texts.ts';
import { ProposeDialog } from './rules-page.tsx';
import './supervision.css';
import { TrialReportView } from './trial-report.tsx';

const tone = { running: 'working', done: 'good', failed: 'warning' } as const;
const askEveryMs = 700;

/** A trial while it runs and what it found; a result can be shared, and proposed as a decision. */
export function TrialDetailsPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const go = useGo();
  const trialId = useParam('trialId');
  const [proposing, setProposing] = useState(false);
  const [isOver, setOver] = useState(false);
  const share = useDo(shareTrial);
  const discard = useDo(discardTrial, { then: () => go('/trials', { replace: true }) });
  const { data, error } = useAsk(
    readTrial,
    { params: { trialId } },
    isOver ? {} : { everyMs: askEveryMs, staleMs: 0 },
  );
  if (error !== null) return <PageProblem problem={error.problem} />;
  if (data === undefined) return <PageSkeleton />;
  if (data.state !== 'running' && !isOver) setOver(true);
  return (
    <Details
      title={data.name}
      above={{ to: '/trials', title: t.trials }}
      state={<StateTag tone={tone[data.state]}>{t.trialStates[data.state]}</StateTag>}
      note={`${t.kinds[data.kind]} · ${data.from} – ${data.until}`}
      actions={
        data.state !== 'done' ? undefined : (
          <>
            {may('supervision.handle') ? (
              <Button type="primary" onClick={() => setProposing(true)}>
                {t.propose}
              </Button>
            ) : null}
            {data.own ? (
              <>
                <Button
                  loading={share.pending}
                  onClick={() => void share.run({ params: { trialId }, body: { shared: !data.shared } })}
                >
                  {data.shared ? t.unshare : t.share}
                </Button>
                <ConfirmEffect
                  label={t.discard}
                  title={t.discard}
                  effects={t.discardEffects}
                  confirm={t.discard}
                  run={() => discard.run({ params: { trialId } })}
                  pending={discard.pending}
                  problem={discard.problem}
                  button={{ danger: true }}
                />
              </>
            ) : null}
          </>
        )
      }
      facts={[
        { name: t.by, value: data.by },
        { name: t.startedAt, value: <DateText at={data.startedAt} time /> },
        { name: t.shared, value: data.shared ? '✓' : '—' },
      ]}
    >
      {data.state === 'running' ? (
        <Section title={t.trialStates.running}>
          <Progress
            aria-label={t.trialStates.running}
            percent={data.total === null || data.total === 0 ? 0 : Math.floor((data.done * 100) / data.total)}
          />
          <p aria-live="polite">
            {t.progress(grouped(String(data.done)), data.total === null ? '…' : grouped(String(data.total)))}
          </p>
        </Section>
      ) : null}
      {data.state === 'failed' ? <p>{t.failed}</p> : null}
      <Section title={t.draft}>
        <RuleText draft={data.draft} />
      </Section>
      {data.report === null ? null : <TrialReportView report={data.report} />}
      {proposing ? (
        <ProposeDialog
          draft={data.draft}
          name={data.name}
          trialId={data.id}
          onClose={() => setProposing(false)}
        />
      ) : null}
    </Details>
  );
}
