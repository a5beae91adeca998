// screen: HN-11c, HN-15
import { closeReport, readReport, recordFinding, takeReport } from '@daylight/api/credit-report.ts';
import type { CreditReportItem } from '@daylight/api/credit-shapes.ts';
import { Form, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, type Fact, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { EnterprisePicker } from './parts.tsx';
import { creditMore } from './supply-texts.ts';
import { reportTone } from './tones.ts';

/** One report: to who investigates, and to who reported. */
export function ReportDetailsPage(): ReactNode {
  const t = useTexts(creditMore);
  const m = useMarks();
  const say = useSay();
  const may = useMay();
  const reportId = useParam('reportId');
  const { data: found, error, refetch } = useAsk(readReport, { params: { reportId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (found === undefined) return <PageSkeleton />;
  const inside = may('credit.investigate');
  const facts: (Fact | null)[] = [
    { name: t.number, value: found.number },
    { name: t.reportKind, value: say(found.kind) },
    { name: t.receivedAt, value: <DateText at={found.receivedAt} time /> },
    found.enterprise === null ? null : { name: t.enterprise, value: found.enterprise.name },
    found.itemCode === null ? null : { name: t.itemCode, value: found.itemCode },
    { name: t.reportFacts, value: found.facts, wide: true },
    found.takenBy === null ? null : { name: t.takenBy, value: found.takenBy },
    found.finding === ''
      ? null
      : {
          name: t.finding,
          value: `${found.upheld === true ? t.upheld : t.notUpheld}${m.colon}${found.finding}`,
          wide: true,
        },
    found.closeNote === '' ? null : { name: t.closeNote, value: found.closeNote, wide: true },
  ];
  return (
    <Details
      title={found.accused}
      note={say(found.kind)}
      above={
        inside ? { to: '/credit/reports', title: t.reports } : { to: '/credit/report', title: t.ownReports }
      }
      state={<StateTag tone={reportTone[found.state]}>{t.reportStates[found.state]}</StateTag>}
      actions={inside ? <Actions found={found} /> : null}
      next={
        found.closedAt === null ? (
          <>
            {t.reportDue} <Deadline {...found.due} />
          </>
        ) : undefined
      }
      facts={facts.filter((each) => each !== null)}
    >
      {found.files.length === 0 ? null : (
        <Section title={t.evidence}>
          <EvidenceList files={found.files} />
        </Section>
      )}
    </Details>
  );
}

function Actions({ found }: { readonly found: CreditReportItem }): ReactNode {
  const t = useTexts(creditMore);
  const may = useMay();
  const take = useDo(takeReport);
  const close = useDo(closeReport);
  const params = { reportId: found.id };
  const { version } = found;
  if (found.state === 'received')
    return (
      <ConfirmEffect
        label={t.takeUp}
        title={t.takeUpTitle}
        effects={t.takeUpEffects}
        confirm={t.takeUp}
        button={{ type: 'primary' }}
        run={() => take.run({ params, body: { version } })}
        pending={take.pending}
        problem={take.problem}
      />
    );
  if (found.state === 'investigating') return found.own ? <Find found={found} /> : null;
  if (found.state === 'found')
    return found.own ? (
      <span className="dl-soft">{t.ownReport}</span>
    ) : (
      <ConfirmEffect
        label={t.closeReport}
        title={t.closeReportTitle}
        effects={t.closeReportEffects}
        confirm={t.closeReport}
        askReason="needed"
        button={{ type: 'primary' }}
        run={({ reason: note }) => close.run({ params, body: { note, version } })}
        pending={close.pending}
        problem={close.problem}
      />
    );
  if (found.caseId !== null) return <Go to={`/credit/cases/${found.caseId}`}>{t.seeRecord}</Go>;
  return found.state === 'upheld' && may('credit.enter') && found.enterprise !== null ? (
    <Go to={`/credit/new?kind=record&reportId=${found.id}&organisationId=${found.enterprise.id}`}>
      {t.toRecord}
    </Go>
  ) : null;
}

function Find({ found }: { readonly found: CreditReportItem }): ReactNode {
  const t = useTexts(creditMore);
  const [upheld, setUpheld] = useState(true);
  const [organisationId, setOrganisation] = useState<string | null>(null);
  const find = useDo(recordFinding);
  return (
    <ConfirmEffect
      label={t.find}
      title={t.findTitle}
      effects={t.findEffects}
      confirm={t.find}
      askReason="needed"
      askFiles={t.evidence}
      button={{ type: 'primary' }}
      run={({ reason: finding, evidenceIds }) =>
        find.run({
          params: { reportId: found.id },
          body: { upheld, finding, organisationId, evidenceIds, version: found.version },
        })
      }
      pending={find.pending}
      problem={find.problem}
    >
      <Form.Item label={t.result} required>
        <Radio.Group
          value={upheld}
          onChange={(event) => setUpheld(event.target.value === true)}
          options={[
            { value: true, label: t.upheld },
            { value: false, label: t.notUpheld },
          ]}
        />
      </Form.Item>
      <Form.Item label={t.enterprise} htmlFor="report-enterprise" required={upheld}>
        <EnterprisePicker id="report-enterprise" value={organisationId} onChange={setOrganisation} />
      </Form.Item>
    </ConfirmEffect>
  );
}
