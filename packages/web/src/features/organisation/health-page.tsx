import { readHealth } from '@daylight/api/platform.ts';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Facts, PageHead, Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { texts } from './texts.ts';

/** For the operator at a glance; figures over time are at /metrics. */
export function HealthPage(): ReactNode {
  const t = useTexts(texts);
  const { data, error, refetch } = useAsk(readHealth, {}, { everyMs: 30_000 });
  if (error !== null) return <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  const states: Readonly<Record<string, string>> = t.states;
  const { connections } = data;
  return (
    <>
      <PageHead title={t.health} note={<DateText at={data.at} time />} />
      <Facts
        facts={[
          { name: t.database, value: `PostgreSQL ${data.databaseVersion}` },
          {
            name: t.databaseSize,
            value: `${Math.round(data.databaseBytes / 1_048_576).toLocaleString('zh-CN')} MB`,
          },
          { name: t.connections, value: t.waitingConnections(connections.open, connections.waiting) },
          { name: t.openSessions, value: data.sessions },
          { name: t.requestsWaiting, value: data.accountRequestsWaiting },
          { name: t.calendarYears, value: data.calendarYears.join('、') },
          { name: t.demo, value: data.demo ? t.yes : t.no },
        ]}
      />
      <Section title={t.organisations}>
        <Facts
          facts={Object.entries(data.organisations).map(([state, count]) => ({
            name: states[state] ?? state,
            value: count,
          }))}
        />
      </Section>
    </>
  );
}
