// screen: SX-5.2
import { listAdverseEvents } from '@daylight/api/execution-adverse.ts';
import { eventKind, eventState } from '@daylight/api/execution-shapes.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
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
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: eventState.options.map((value) => ({ value, label: t.states[value] })),
          },
          {
            kind: 'choice',
            name: 'kind',
            label: t.kind,
            options: eventKind.options.map((value) => ({ value, label: t.kinds[value] })),
          },
        ]}
        columns={[
          {
            key: 'product',
            title: t.product,
            card: 'title',
            text: (row) => row.product,
            render: (row) => (
              <>
                {row.product}
                <br />
                <small className="dl-soft">
                  {row.number} · {t.kinds[row.kind]}
                </small>
              </>
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
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => t.states[row.state],
            render: (row) => <StateTag tone={eventTone[row.state]}>{t.states[row.state]}</StateTag>,
          },
        ]}
        href={(row) => `/adverse-events/${row.id}`}
        tone={(row) => (row.state !== 'closed' && row.severity !== 'ordinary' ? 'danger' : null)}
        empty={{ title: t.none, help: t.noneHelp }}
      />
    </>
  );
}
