import { confirmReport, reviewReports } from '@daylight/api/demand.ts';
import { Space } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import type { ReportView } from './editing.ts';
import { texts } from './texts.ts';

/** What the asking person decides: the institution's approver first, then the bureau or the lead hospital. */
export function ReportActions({ report }: { readonly report: ReportView }): ReactNode {
  const { may } = report;
  return (
    <Space wrap>
      {may.confirm ? <Confirm report={report} /> : null}
      {may.accept || may.exclude || (may.sendBack && !may.confirm) ? <Review report={report} /> : null}
    </Space>
  );
}

function Confirm({ report }: { readonly report: ReportView }): ReactNode {
  const t = useTexts(texts);
  const confirm = useDo(confirmReport);
  const { tenderId, version } = report.head;
  const run = (yes: boolean, note: string) =>
    confirm.run({ params: { tenderId }, body: { version, confirm: yes, note } });
  return (
    <>
      <ConfirmEffect
        label={t.confirm}
        title={t.confirmTitle}
        effects={t.confirmEffects}
        confirm={t.confirm}
        basis={report.basis}
        run={() => run(true, '')}
        pending={confirm.pending}
        problem={confirm.problem}
        button={{ type: 'primary' }}
      />
      {report.may.sendBack ? (
        <ConfirmEffect
          label={t.sendBack}
          title={t.sendBackTitle}
          effects={t.sendBackEffects}
          confirm={t.sendBack}
          askReason="needed"
          run={({ reason }) => run(false, reason)}
          pending={confirm.pending}
          problem={confirm.problem}
        />
      ) : null}
    </>
  );
}

function Review({ report }: { readonly report: ReportView }): ReactNode {
  const t = useTexts(texts);
  const review = useDo(reviewReports);
  const { tenderId, institutionId, version } = report.head;
  const run = (decision: 'accept' | 'return' | 'exclude', note: string) =>
    review.run({ params: { tenderId }, body: { reports: [{ institutionId, version }], decision, note } });
  const { pending, problem } = review;
  return (
    <>
      {report.may.accept ? (
        <ConfirmEffect
          label={t.accept}
          title={t.acceptTitle}
          effects={t.acceptEffects}
          confirm={t.accept}
          basis={report.basis}
          run={() => run('accept', '')}
          pending={pending}
          problem={problem}
          button={{ type: 'primary' }}
        />
      ) : null}
      {report.may.sendBack && !report.may.confirm ? (
        <ConfirmEffect
          label={t.sendBack}
          title={t.sendBackTitle}
          effects={t.sendBackEffects}
          confirm={t.sendBack}
          askReason="needed"
          run={({ reason }) => run('return', reason)}
          pending={pending}
          problem={problem}
        />
      ) : null}
      {report.may.exclude ? (
        <ConfirmEffect
          label={t.exclude}
          title={t.excludeTitle}
          effects={t.excludeEffects}
          confirm={t.exclude}
          askReason="needed"
          run={({ reason }) => run('exclude', reason)}
          pending={pending}
          problem={problem}
        />
      ) : null}
    </>
  );
}
