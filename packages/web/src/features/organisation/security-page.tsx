import { listJurisdictions } from '@daylight/api/organisation.ts';
import { listSecurityEvents } from '@daylight/api/platform.ts';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import type { Filter } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { useEventName } from '../journal/event-names.ts';
import { texts } from './texts.ts';

/** What the security administrator looks at: who signed in, who failed, who changed which account. */
export function SecurityPage(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const actor = useActor();
  const eventName = useEventName();
  const { data } = useAsk(listJurisdictions, {}, { enabled: actor?.province === 0 });
  const provinces = (data?.items ?? []).filter((place) => place.code.endsWith('0000'));
  const byProvince: Filter[] =
    actor?.province === 0
      ? [
          {
            kind: 'choice',
            name: 'province',
            label: t.province,
            options: provinces.map(({ code, name }) => ({
              value: String(Number(code.slice(0, 2))),
              label: code === '000000' ? t.nation : say(name),
            })),
          },
        ]
      : [];
  return (
    <>
      <PageHead title={t.security} note={t.securityNote} />
      <DataTable
        id="security-events"
        endpoint={listSecurityEvents}
        everyMs={60_000}
        filters={[
          { kind: 'flag', name: 'failures', label: t.onlyFailures },
          { kind: 'day', name: 'from', label: t.time },
          ...byProvince,
        ]}
        above={(reply) =>
          reply.locked === 0 ? null : <Alert type="warning" showIcon title={t.locked(reply.locked)} />
        }
        columns={[
          { key: 'at', title: t.time, text: (row) => row.at, render: (row) => <DateText at={row.at} time /> },
          {
            key: 'event',
            title: t.event,
            card: 'title',
            text: (row) => eventName(row.event),
            render: (row) => (
              <StateTag tone={/Failed$|Refused$/.test(row.event) ? 'warning' : 'plain'}>
                {eventName(row.event)}
              </StateTag>
            ),
          },
          {
            key: 'account',
            title: t.account,
            text: (row) => row.account?.login ?? '',
            render: (row) => (row.account === null ? '—' : `${row.account.name}（${row.account.login}）`),
          },
          {
            key: 'organisation',
            title: t.organisation,
            text: (row) => row.organisation?.name ?? '',
            render: (row) => row.organisation?.name ?? '—',
          },
          { key: 'by', title: t.by, text: (row) => row.by?.name ?? '', render: (row) => row.by?.name ?? '—' },
          {
            key: 'address',
            title: t.addressFrom,
            text: (row) => row.address ?? '',
            render: (row) => row.address ?? '—',
          },
        ]}
        empty={{ title: t.noEvents }}
      />
    </>
  );
}
