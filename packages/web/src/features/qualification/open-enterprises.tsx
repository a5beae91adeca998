// screen: JS-34, HN-16
import { searchPublicEnterprises, showPublicEnterprise } from '@daylight/api/qualification-public.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Details, PageHead, Section } from '../../ui/details.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { usePlatform, usePlatformFilter } from '../portal/platform.ts';
import { useRoleFilter } from './enterprise-list.tsx';
import { QualificationState, Validity } from './parts.tsx';
import { texts } from './texts.ts';

/** Anyone looks up an enterprise, without signing in. */
export function OpenEnterprisesPage(): ReactNode {
  const t = useTexts(texts);
  const jurisdiction = usePlatform();
  const platform = usePlatformFilter();
  const role = useRoleFilter();
  return (
    <>
      <PageHead title={t.enterprises} note={t.openNote} />
      <DataTable<typeof searchPublicEnterprises>
        id="open-enterprises"
        endpoint={searchPublicEnterprises}
        query={{ jurisdiction }}
        filters={[{ kind: 'search', name: 'q', label: t.enterpriseSearch }, role, platform]}
        columns={[
          {
            key: 'name',
            title: t.enterprise,
            card: 'title',
            text: (row) => row.name,
            render: (row) => (
              <>
                {row.name} {row.synthetic ? <StateTag tone="plain">{t.synthetic}</StateTag> : null}
              </>
            ),
          },
          {
            key: 'holder',
            title: t.role,
            text: (row) => t.holders[row.holder],
            render: (row) => t.holders[row.holder],
          },
          { key: 'creditCode', title: t.creditCode, nowrap: true, render: (row) => row.creditCode ?? '—' },
        ]}
        href={(row) => `/open/enterprises/${row.id}?jurisdiction=${jurisdiction}`}
        empty={{ title: t.noEnterprises }}
      />
    </>
  );
}

/** One enterprise with what was confirmed and may be known to anyone. */
export function OpenEnterprisePage(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const jurisdiction = usePlatform();
  const params = { organisationId: useParam('organisationId') };
  const { data, error, refetch } = useAsk(showPublicEnterprise, { params, query: { jurisdiction } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <Details
      title={data.name}
      above={{ to: `/open/enterprises?jurisdiction=${jurisdiction}`, title: t.enterprises }}
      facts={[
        { name: t.role, value: t.holders[data.holder] },
        { name: t.creditCode, value: data.creditCode ?? '—' },
      ]}
    >
      <Section title={t.title}>
        <TableView
          inside
          label={t.title}
          rows={data.items}
          rowKey={(row) => `${row.kind} ${row.number}`}
          empty={t.empty}
          columns={[
            { key: 'kind', title: t.kind, card: 'title', render: (row) => say(row.kindName) },
            { key: 'number', title: t.number, render: (row) => row.number },
            { key: 'issuer', title: t.issuer, render: (row) => row.issuer },
            { key: 'validity', title: t.validity, nowrap: true, render: (row) => <Validity row={row} /> },
            {
              key: 'state',
              title: t.state,
              card: 'state',
              render: (row) => <QualificationState row={row} />,
            },
          ]}
        />
      </Section>
    </Details>
  );
}
