// screen: JS-1, JS-2, HN-3a
import { type OrganisationShort, listJurisdictions, listOrganisations } from '@daylight/api/organisation.ts';
import { organisationKinds } from '@daylight/rules/access/permissions.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { kindNames } from '../../i18n/positions.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import type { Filter } from '../../ui/filters.ts';
import type { Column } from '../../ui/table-view.tsx';
import { texts } from './texts.ts';

export const organisationTone = {
  pending: 'waiting',
  active: 'good',
  suspended: 'warning',
  closed: 'ended',
} as const;
const dayMs = 86_400_000;

/** Provinces and cities to choose from. */
export function usePlaces(): { readonly value: string; readonly label: string }[] {
  const say = useSay();
  const { data } = useAsk(listJurisdictions, {}, { staleMs: dayMs });
  return (data?.items ?? []).map(({ code, name }) => ({ value: code, label: say(name) }));
}

export function OrganisationListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const go = useGo();
  const enter = may('organisation.enter') ? (
    <Button type="primary" onClick={() => go('/organisations/new')}>
      {t.enter}
    </Button>
  ) : undefined;
  return (
    <>
      <PageHead title={t.organisations} note={t.organisationsNote} actions={enter} />
      <DataTable
        id="organisations"
        endpoint={listOrganisations}
        filters={useFilters()}
        columns={useColumns()}
        href={(row) => `/organisations/${row.id}`}
        empty={{ title: t.noOrganisations, action: enter }}
      />
    </>
  );
}

function useFilters(): Filter[] {
  const t = useTexts(texts);
  const say = useSay();
  const may = useMay();
  const places = usePlaces();
  const inWords = <K extends string>(words: Readonly<Record<K, string>>) =>
    (Object.keys(words) as K[]).map((value) => ({ value, label: words[value] }));
  const seesAll = may('organisation.enter') || may('organisation.approve');
  return [
    { kind: 'search', name: 'q', label: t.findOrganisation },
    {
      kind: 'choice',
      name: 'kind',
      label: t.kind,
      options: organisationKinds.map((value) => ({ value, label: say(kindNames[value]) })),
    },
    { kind: 'choice', name: 'jurisdiction', label: t.place, options: places },
    { kind: 'choice', name: 'level', label: t.level, options: inWords(t.levels) },
    { kind: 'choice', name: 'ownership', label: t.ownership, options: inWords(t.ownerships) },
    ...(seesAll
      ? [{ kind: 'choice' as const, name: 'state', label: t.state, options: inWords(t.states) }]
      : []),
  ];
}

function useColumns(): Column<OrganisationShort>[] {
  const t = useTexts(texts);
  const say = useSay();
  const classOf = ({ level, ownership }: OrganisationShort): string =>
    [level === null ? '' : t.levels[level], ownership === null ? '' : t.ownerships[ownership]]
      .filter(Boolean)
      .join(' · ');
  return [
    {
      key: 'name',
      title: t.fullName,
      card: 'title',
      text: (row) => row.name,
      render: (row) => (
        <>
          {row.name}
          {row.synthetic ? <span className="dl-soft"> {t.synthetic}</span> : null}
        </>
      ),
    },
    {
      key: 'kind',
      title: t.kind,
      text: (row) => say(kindNames[row.kind]),
      render: (row) => say(kindNames[row.kind]),
    },
    {
      key: 'place',
      title: t.place,
      text: (row) => say(row.jurisdiction.name),
      render: (row) => say(row.jurisdiction.name),
    },
    { key: 'class', title: t.level, text: classOf, render: (row) => classOf(row) || '—' },
    {
      key: 'code',
      title: t.institutionCode,
      text: (row) => row.institutionCode ?? '',
      render: (row) => row.institutionCode ?? '—',
    },
    {
      key: 'credit',
      title: t.creditCode,
      text: (row) => row.creditCode ?? '',
      render: (row) => row.creditCode ?? '—',
      hidden: true,
    },
    stateColumn(t.state, t.states, organisationTone),
  ];
}
