// screen: JS-34, HN-6b
import { searchEnterprises } from '@daylight/api/qualification.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { useKinds } from './kinds.ts';
import { texts } from './texts.ts';

const roles = ['manufacturer', 'agent', 'distributor'] as const;

export function useRoleFilter() {
  const t = useTexts(texts);
  return {
    kind: 'choice' as const,
    name: 'holder',
    label: t.role,
    options: roles.map((value) => ({ value, label: t.holders[value] })),
  };
}

/** One database of manufacturers and one of distributors, with how each stands. */
export function EnterpriseListPage(): ReactNode {
  const t = useTexts(texts);
  const { nameOf } = useKinds();
  const role = useRoleFilter();
  return (
    <>
      <PageHead title={t.enterprises} note={t.enterprisesNote} />
      <DataTable<typeof searchEnterprises>
        id="enterprises"
        endpoint={searchEnterprises}
        filters={[{ kind: 'search', name: 'q', label: t.enterpriseSearch }, role]}
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
            nowrap: true,
            text: (row) => t.holders[row.holder],
            render: (row) => t.holders[row.holder],
          },
          { key: 'creditCode', title: t.creditCode, nowrap: true, render: (row) => row.creditCode ?? '—' },
          {
            key: 'standing',
            title: t.standing,
            card: 'state',
            text: (row) => (row.ok ? t.ok : t.notOk),
            render: (row) => (
              <>
                <StateTag tone={row.ok ? 'good' : 'warning'}>{row.ok ? t.ok : t.notOk}</StateTag>
                <small className="dl-soft">
                  {row.ok
                    ? row.expiresOn === null
                      ? ''
                      : t.okUntil(row.expiresOn)
                    : row.lacking
                        .map((lack) => `${nameOf(lack.kind)} ${t.lackReasons[lack.reason]}`)
                        .join(' · ')}
                </small>
              </>
            ),
          },
        ]}
        href={(row) => `/enterprises/${row.id}`}
        empty={{ title: t.noEnterprises }}
      />
    </>
  );
}
