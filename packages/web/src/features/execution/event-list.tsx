// screen: SX-5.2
import { listAdverseEvents } from '@daylight/api/execution-adverse.ts';
import { eventKind, eventState } from '@daylight/api/execution-shapes.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { eventTexts } from './problem-texts.ts';
import { eventTone, severityTone } from './tones.ts';

/** Reports of adverse events and quality problems: one's own, of one's products, or of one's place. */
export function EventListPage(): ReactNode {
  const t = useTexts(eventTexts);
  const may = useMay();
  const go = useGo();
  return (
    <>
      <PageHead
        title={t.title}
        note={t.note}
        actions={
          may('execution.reportEvent') ? (
            <Button type="primary" onClick={() => go('/adverse-events/new')}>
              {t.report}
            </Button>
          ) : null
        }
      />
      <DataTable
        id="adverse-events"
        endpoint={listAdverseEvents}
        filters={[
          choice('state', t.state, t.states, eventState.options),
          choice('kind', t.kind, t.kinds, eventKind.options),
        ]}
        columns={[
          {
            key: 'product',
            title: t.product,
            card: 'title',
            text: (row) => row.product,
            render: (row) => (
              <TwoLines below={`${row.number} · ${t.kinds[row.kind]}`}>{row.product}</TwoLines>
            ),
          },
          { key: 'manufacturer', title: t.manufacturer, render: (row) => row.manufacturer.name },
          { key: 'institution', title: t.institution, render: (row) => row.institution.name },
          {
            key: 'severity',
            title: t.severity,
            text: (row) => t.severities[row.severity],
            render: (row) => (
              <StateTag tone={severityTone[row.severity]}>{t.severities[row.severity]}</StateTag>
            ),
          },
          { key: 'foundOn', title: t.foundOn, nowrap: true, render: (row) => <DateText at={row.foundOn} /> },
          stateColumn(t.state, t.states, eventTone),
        ]}
        href={(row) => `/adverse-events/${row.id}`}
        tone={(row) => (row.state !== 'closed' && row.severity !== 'ordinary' ? 'danger' : null)}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}
