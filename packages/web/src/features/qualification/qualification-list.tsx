// screen: JS-34, JS-37, HN-6a, HN-6b, SX-2.2, GY-3.3
import { listQualifications, readStanding } from '@daylight/api/qualification.ts';
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import type { Filter } from '../../ui/filters.ts';
import { useKinds } from './kinds.ts';
import { Lacking, QualificationState, Validity } from './parts.tsx';
import { texts } from './texts.ts';

/** A seller's own qualifications, or all of them for those who oversee enterprises. */
export function QualificationListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const actor = useActor();
  const { nameOf } = useKinds();
  const filters = useFilters();
  const own = may('qualification.declare');
  return (
    <>
      <PageHead
        title={t.title}
        note={own ? t.ownNote : t.allNote}
        actions={
          own ? (
            <Go to="/qualifications/new">
              <Button type="primary">{t.declare}</Button>
            </Go>
          ) : undefined
        }
      />
      {own && actor !== null ? <OwnStanding organisationId={actor.organisationId} /> : null}
      <DataTable<typeof listQualifications>
        id="qualifications"
        endpoint={listQualifications}
        filters={filters}
        columns={[
          {
            key: 'kind',
            title: t.kind,
            card: 'title',
            text: (row) => nameOf(row.kind),
            render: (row) => nameOf(row.kind),
          },
          { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
          {
            key: 'organisation',
            title: t.enterprise,
            hidden: own,
            text: (row) => row.organisation.name,
            render: (row) => row.organisation.name,
          },
          { key: 'issuer', title: t.issuer, render: (row) => row.issuer },
          {
            key: 'validity',
            title: t.validity,
            nowrap: true,
            text: (row) => `${row.validFrom ?? ''} – ${row.validUntil ?? ''}`,
            render: (row) => <Validity row={row} />,
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => t.states[row.state],
            render: (row) => <QualificationState row={row} />,
          },
        ]}
        href={(row) => `/qualifications/${row.id}`}
        empty={{ title: own ? t.emptyOwn : t.empty }}
      />
    </>
  );
}

function useFilters(): readonly Filter[] {
  const t = useTexts(texts);
  const { options } = useKinds();
  return [
    { kind: 'search', name: 'q', label: t.search },
    { kind: 'choice', name: 'kind', label: t.kind, options },
    {
      kind: 'choice',
      name: 'state',
      label: t.state,
      options: (['inForce', 'declared', 'expired', 'suspended', 'ended'] as const).map((value) => ({
        value,
        label: t.states[value],
      })),
    },
    {
      kind: 'choice',
      name: 'within',
      label: t.within,
      options: [30, 90, 180].map((days) => ({ value: String(days), label: t.withinDays(days) })),
    },
  ];
}

function OwnStanding({ organisationId }: { readonly organisationId: string }): ReactNode {
  const t = useTexts(texts);
  const { data } = useAsk(readStanding, { params: { organisationId } });
  if (data === undefined || data.ok) return null;
  return (
    <Alert type="warning" showIcon title={t.lackingTitle} description={<Lacking items={data.lacking} />} />
  );
}
