import { Alert, Empty } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { type Fact, Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { healthTexts } from './health-texts.ts';
import { type Health, type Trouble, marked, troublesOf } from './health-verdict.ts';

function useDuration(): (seconds: number) => string {
  const t = useTexts(healthTexts);
  return (seconds) => {
    if (seconds < 90) return t.seconds(Math.round(seconds));
    if (seconds < 90 * 60) return t.minutes(Math.round(seconds / 60));
    if (seconds < 48 * 3600) return t.hours(Math.round(seconds / 3600));
    return t.days(Math.round(seconds / 86_400));
  };
}

function marking(alarming: boolean, words: string): ReactNode {
  return alarming ? <StateTag tone="danger">{words}</StateTag> : words;
}

/** Whether anything needs the operator, in words, before all figures. */
export function Verdict({ health }: { readonly health: Health }): ReactNode {
  const t = useTexts(healthTexts);
  const troubles = troublesOf(health);
  const names: Readonly<Record<string, string>> = t.jobNames;
  const words = (trouble: Trouble): string =>
    trouble.kind === 'jobFailing'
      ? t.jobFailing(names[trouble.job] ?? trouble.job)
      : t.troubles[trouble.kind];
  if (troubles.length === 0)
    return <Alert type="success" showIcon title={t.well} className="dl-health-gap" />;
  return (
    <Alert
      type={troubles.some(({ urgent }) => urgent) ? 'error' : 'warning'}
      showIcon

      className="dl-health-gap"
      title={t.notWell(troubles.length)}
      description={
        <ul className="dl-health-list">
          {troubles.map((trouble) => (
            <li key={`${trouble.kind} ${trouble.kind === 'jobFailing' ? trouble.job : ''}`}>
              {words(trouble)}
            </li>
          ))}
        </ul>
      }
    />
  );
}

/** How the clock's work, the journal and sign-ins are doing. */
export function useWorkFacts(): (health: Health) => Fact[] {
  const t = useTexts(healthTexts);
  const duration = useDuration();
  return ({ sweepLagSeconds: lag, queue, unsealed, failedSignIns }) => {
    const waiting = queue?.waiting ?? 0;
    const failed = queue?.failed ?? 0;
    return [
      {
        name: t.sweepLag,
        value: lag === null ? t.neverSwept : marking(lag > marked.sweepLag, t.ago(duration(lag))),
      },
      {
        name: t.queue,
        value: (
          <>
            {waiting === 0
              ? t.none
              : marking(
                  (queue?.oldestSeconds ?? 0) > marked.queueAge,
                  t.queued(waiting, duration(queue?.oldestSeconds ?? 0)),
                )}{' '}
            {failed === 0 ? null : <StateTag tone="warning">{t.givenUp(failed)}</StateTag>}
          </>
        ),
      },
      {
        name: t.unsealed,
        value:
          unsealed.records === 0
            ? t.none
            : marking(
                unsealed.oldestSeconds > marked.unsealedAge,
                t.records(unsealed.records, duration(unsealed.oldestSeconds)),
              ),
      },
      {
        name: t.failedSignIns,
        value: marking(failedSignIns > marked.failedSignIns, t.times(failedSignIns)),
      },
    ];
  };
}

/** Each job of the timetable with its last run. */
export function JobSection({ jobs }: Pick<Health, 'jobs'>): ReactNode {
  const t = useTexts(healthTexts);
  const names: Readonly<Record<string, string>> = t.jobNames;
  return (
    <Section title={t.jobs}>
      <TableView
        rows={jobs}
        rowKey={(row) => row.name}
        label={t.jobs}
        inside
        empty={<Empty description={t.noJobs} image={Empty.PRESENTED_IMAGE_SIMPLE} />}
        columns={[
          { key: 'name', title: t.job, card: 'title', render: (row) => names[row.name] ?? row.name },
          { key: 'startedAt', title: t.started, render: (row) => <DateText at={row.startedAt} time /> },
          {
            key: 'endedAt',
            title: t.ended,
            render: (row) => (row.endedAt === null ? '—' : <DateText at={row.endedAt} time />),
          },
          {
            key: 'failures',
            title: t.failures,
            align: 'right',
            card: 'state',
            render: (row) => marking(row.failures >= marked.failures, String(row.failures)),
          },
        ]}
      />
    </Section>
  );
}

/** What is past its deadline, by table: the operator sees where it piles up, and no business of anybody. */
export function PastDueSection({ pastDue }: Pick<Health, 'pastDue'>): ReactNode {
  const t = useTexts(healthTexts);
  const duration = useDuration();
  return (
    <Section title={t.pastDue} extra={<span className="dl-soft">{t.pastDueNote}</span>}>
      <TableView
        rows={pastDue}
        rowKey={(row) => row.table}
        label={t.pastDue}
        inside
        empty={<Empty description={t.noPastDue} image={Empty.PRESENTED_IMAGE_SIMPLE} />}
        columns={[
          { key: 'table', title: t.table, card: 'title', render: (row) => <code>{row.table}</code> },
          { key: 'rows', title: t.rows, align: 'right', render: (row) => row.rows },
          {
            key: 'oldest',
            title: t.oldest,
            align: 'right',
            render: (row) => duration(row.oldestSeconds),
          },
        ]}
      />
    </Section>
  );
}
