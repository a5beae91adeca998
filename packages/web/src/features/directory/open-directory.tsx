// screen: JS-3, HN-7b, HN-16, SX-5.8
import {
  followDirectory,
  listDirectoryChanges,
  listDirectoryDocuments,
} from '@daylight/api/directory-public.ts';
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useSearch } from '../../navigate.tsx';
import { useJurisdictionName } from '../../reference.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { usePlatform, usePlatformFilter } from '../portal/platform.ts';
import { PriceMove } from './history.tsx';
import { useReason } from './reasons.ts';
import { directory } from './texts.ts';
import { kindTone } from './tones.ts';

/** Everything that changed in the directory, for anyone: by product, firm, kind, day and document. */
export function OpenDirectoryPage(): ReactNode {
  const t = useTexts(directory);
  const [search, setSearch] = useSearch();
  const jurisdiction = usePlatform();
  const view = search['view'] === 'documents' ? 'documents' : 'changes';
  return (
    <>
      <PageHead
        title={t.openTitle}
        note={t.openNote}
        actions={<a href={`${followDirectory.path}?jurisdiction=${jurisdiction}`}>{t.feed}</a>}
      />
      <Tabs
        activeKey={view}
        onChange={(key) => setSearch({ view: key === 'documents' ? key : '', cursor: '' })}
        items={[
          { key: 'changes', label: t.change, children: view === 'changes' ? <Changes /> : null },
          { key: 'documents', label: t.documents, children: view === 'documents' ? <Documents /> : null },
        ]}
      />
    </>
  );
}

function Changes(): ReactNode {
  const t = useTexts(directory);
  const placeName = useJurisdictionName();
  const reason = useReason();
  const jurisdiction = usePlatform();
  return (
    <DataTable
      id="open-directory"
      endpoint={listDirectoryChanges}
      query={{ jurisdiction }}
      filters={[
        { kind: 'search', name: 'search', label: t.search },
        choice('kind', t.change, t.kinds),
        { kind: 'days', name: 'from', until: 'until', label: t.when },
        { kind: 'search', name: 'document', label: t.document },
        usePlatformFilter(),
      ]}
      columns={[
        {
          key: 'at',
          title: t.when,
          nowrap: true,
          text: (row) => row.at,
          render: (row) => <DateText at={row.at} />,
        },
        {
          key: 'kind',
          title: t.change,
          card: 'state',
          nowrap: true,
          text: (row) => t.kinds[row.kind],
          render: (row) => <StateTag tone={kindTone[row.kind]}>{t.kinds[row.kind]}</StateTag>,
        },
        {
          key: 'productName',
          title: t.product,
          card: 'title',
          text: (row) => `${row.productName} ${row.specification} ${row.number}`,
          render: (row) => (
            <TwoLines below={`${row.number} · ${placeName(row.place)}`}>
              {row.productName} <small className="dl-soft">{row.specification}</small>
            </TwoLines>
          ),
        },
        {
          key: 'manufacturer',
          title: t.manufacturer,
          text: (row) => row.manufacturer.name,
          render: (row) => row.manufacturer.name,
        },
        {
          key: 'price',
          title: t.price,
          align: 'right',
          text: (row) => (row.priceBefore === null ? row.price : `${row.priceBefore} → ${row.price}`),
          render: (row) => <PriceMove change={row} />,
        },
        {
          key: 'reason',
          title: t.why,
          text: (row) => `${reason(row.reason)} ${row.note}`,
          render: (row) => (
            <>
              {reason(row.reason)} {row.basis === null ? null : <Article basis={row.basis} />}
              {row.note === '' ? null : (
                <>
                  <br />
                  <small className="dl-soft">{row.note}</small>
                </>
              )}
            </>
          ),
        },
        {
          key: 'document',
          title: t.document,
          text: (row) => row.document,
          render: (row) =>
            row.document === '' ? (
              '—'
            ) : (
              <Go
                to={`/open/directory?jurisdiction=${jurisdiction}&document=${encodeURIComponent(row.document)}`}
              >
                {row.document}
              </Go>
            ),
        },
      ]}
      empty={{ title: t.noChanges }}
    />
  );
}

function Documents(): ReactNode {
  const t = useTexts(directory);
  const m = useMarks();
  const jurisdiction = usePlatform();
  return (
    <DataTable
      id="open-directory-documents"
      endpoint={listDirectoryDocuments}
      query={{ jurisdiction }}
      rowKey={(row) => row.document}
      filters={[usePlatformFilter()]}
      columns={[
        { key: 'document', title: t.document, card: 'title', render: (row) => row.document },
        {
          key: 'at',
          title: t.when,
          nowrap: true,
          text: (row) => row.at,
          render: (row) => <DateText at={row.at} />,
        },
        { key: 'changes', title: t.changes, align: 'right', render: (row) => row.changes },
        {
          key: 'kinds',
          title: t.change,
          text: (row) => row.kinds.map((kind) => t.kinds[kind]).join(m.list),
          render: (row) => row.kinds.map((kind) => t.kinds[kind]).join(m.list),
        },
      ]}
      href={(row) =>
        `/open/directory?jurisdiction=${jurisdiction}&document=${encodeURIComponent(row.document)}`
      }
      empty={{ title: t.noChanges, help: t.documentsNote }}
    />
  );
}
