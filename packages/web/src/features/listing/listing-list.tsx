// screen: JS-3, JS-4, JS-5, JS-6, JS-11
import { searchListings } from '@daylight/api/listing.ts';
import { type ReactNode, useEffect } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useSearch } from '../../navigate.tsx';
import { useActor } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import type { Filter } from '../../ui/filters.ts';
import { useListingColumns } from './columns.tsx';
import { texts } from './texts.ts';

const notes = { institution: 'forBuyer', manufacturer: 'forMaker', distributor: 'forCarrier' } as const;

/** The working list of everyone who deals in listings; each sees what concerns them. */
export function ListingListPage(): ReactNode {
  const t = useTexts(texts);
  const kind = useActor()?.kind ?? 'bureau';
  const columns = useListingColumns();
  const filters = useFilters(kind === 'institution');
  const [{ q }, change] = useSearch();
  // The header's box leads here with ?q=; the list calls its words 'search'.
  useEffect(() => {
    if (q !== undefined) change({ search: q, q: '', cursor: '' });
  });
  const note = kind in notes ? t[notes[kind as keyof typeof notes]] : t.forBureau;
  return (
    <>
      <PageHead title={t.listings} note={note} />
      <DataTable<typeof searchListings>
        id="listings"
        endpoint={searchListings}
        filters={filters}
        columns={columns}
        href={(row) => `/listings/${row.id}`}
        tone={(row) => (row.zone === 'red' ? 'danger' : row.state === 'suspended' ? 'warning' : null)}
        empty={{ title: t.empty, help: t.emptyHelp }}
      />
    </>
  );
}

function useFilters(isBuyer: boolean): readonly Filter[] {
  const t = useTexts(texts);
  const options = (of: Readonly<Record<string, string>>) =>
    Object.entries(of).map(([value, label]) => ({ value, label }));
  const { listed: _listed, ...otherStates } = t.states;
  const { newest: _newest, ...otherSorts } = t.sorts;
  return [
    { kind: 'search', name: 'search', label: t.search, placeholder: t.searchHint },
    { kind: 'choice', name: 'class', label: t.class, options: options(t.classes) },
    { kind: 'choice', name: 'form', label: t.form, options: options(t.forms) },
    ...(isBuyer
      ? ([
          { kind: 'flag', name: 'agreed', label: t.agreedOnly },
          { kind: 'flag', name: 'bargained', label: t.bargained },
        ] as const)
      : ([{ kind: 'choice', name: 'managedBy', label: t.managedBy, options: options(t.managers) }] as const)),
    { kind: 'choice', name: 'state', label: t.state, options: options(otherStates) },
    { kind: 'choice', name: 'sort', label: t.sort, options: options(otherSorts) },
  ];
}
