import { readHealth } from '@daylight/api/platform.ts';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useLanguage } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Facts, PageHead, Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { healthTexts } from './health-texts.ts';
import { JobSection, PastDueSection, Verdict, useWorkFacts } from './health-work.tsx';
import { texts } from './texts.ts';

/** For the operator at a glance; figures over time are at /metrics. */
export function HealthPage(): ReactNode {
  const t = useTexts(texts);
  const h = useTexts(healthTexts);
  const language = useLanguage();
  const workFacts = useWorkFacts();
  const { data, error, refetch } = useAsk(readHealth, {}, { everyMs: 30_000 });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  const states: Readonly<Record<string, string>> = t.states;
  const { connections } = data;
  return (
    <div className="dl-details">
      <PageHead
        title={t.health}
        note={
          <>
            {h.measuredAt} <DateText at={data.at} time />
          </>
        }
      />
      <Verdict health={data} />
      <Section title={h.state}>
        <Facts
          facts={[
            { name: t.database, value: `PostgreSQL ${data.databaseVersion}` },
            {
              name: t.databaseSize,
              value: `${Math.round(data.databaseBytes / 1_048_576).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-US')} MB`,
            },
            { name: t.connections, value: t.waitingConnections(connections.open, connections.waiting) },
            ...workFacts(data),
            { name: t.openSessions, value: data.sessions },
            { name: t.requestsWaiting, value: data.accountRequestsWaiting },
            { name: t.calendarYears, value: data.calendarYears.join(language === 'zh' ? '、' : ', ') },
            {
              name: t.storage,
              value: (
                <>
                  {t.storageKinds[data.evidence.storage.kind]} {data.evidence.storage.place}
                  {data.evidence.storage.trouble === null ? null : (
                    <StateTag tone="danger">{data.evidence.storage.trouble}</StateTag>
                  )}
                </>
              ),
              wide: true,
            },
            {
              name: t.scanner,
              value:
                data.evidence.scanner === null ? (
                  <StateTag tone="warning">{t.noScanner}</StateTag>
                ) : data.evidence.scanner.version === null ? (
                  <StateTag tone="danger">{t.scannerAway(data.evidence.scanner.place)}</StateTag>
                ) : (
                  `${data.evidence.scanner.version} · ${data.evidence.scanner.place}`
                ),
              wide: true,
            },
            { name: t.demo, value: data.demo ? t.yes : t.no },
          ]}
        />
      </Section>
      <JobSection jobs={data.jobs} />
      <PastDueSection pastDue={data.pastDue} />
      <Section title={t.organisations}>
        <Facts
          facts={Object.entries(data.organisations).map(([state, count]) => ({
            name: states[state] ?? state,
            value: count,
          }))}
        />
      </Section>
    </div>
  );
}
