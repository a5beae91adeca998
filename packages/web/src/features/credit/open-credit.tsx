// screen: JS-38, HN-12, GD-9c, HN-11a, HN-16
import { listPublicCases, listPublicNotices } from '@daylight/api/credit-public.ts';
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useSearch } from '../../navigate.tsx';
import { TwoLines } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { usePlatform, usePlatformFilter } from '../portal/platform.ts';
import { Measures } from './parts.tsx';
import { creditMore } from './supply-texts.ts';
import { credit } from './texts.ts';
import { caseTone } from './tones.ts';

/** Bad records, ratings and notices of criticism, for anyone. */
export function OpenCreditPage(): ReactNode {
  const t = useTexts(creditMore);
  const [search, setSearch] = useSearch();
  const view = search['view'] === 'notices' ? 'notices' : 'cases';
  return (
    <>
      <PageHead
        title={t.openCredit}
        note={t.openNote}
        actions={<Go to="/open/responsibilities">{t.terms}</Go>}
      />
      <Tabs
        activeKey={view}
        onChange={(key) => setSearch({ view: key === 'notices' ? key : '', cursor: '' })}
        items={[
          { key: 'cases', label: t.openCases, children: view === 'cases' ? <Cases /> : null },
          { key: 'notices', label: t.openNotices, children: view === 'notices' ? <Notices /> : null },
        ]}
      />
    </>
  );
}

function Cases(): ReactNode {
  const t = useTexts(creditMore);
  const m = useMarks();
  const c = useTexts(credit);
  const say = useSay();
  const jurisdiction = usePlatform();
  return (
    <DataTable
      id="open-credit"
      endpoint={listPublicCases}
      query={{ jurisdiction }}
      filters={[
        { kind: 'search', name: 'search', label: t.search },
        choice('kind', c.kind, c.kinds),
        {
          kind: 'choice',
          name: 'state',
          label: c.state,
          options: (['inForce', 'ended'] as const).map((value) => ({ value, label: c.states[value] })),
        },
        usePlatformFilter(),
      ]}
      columns={[
        {
          key: 'enterprise',
          title: c.enterprise,
          card: 'title',
          text: (row) => row.enterprise.name,
          render: (row) => (
            <TwoLines below={`${row.number} · ${c.kinds[row.kind]}`}>{row.enterprise.name}</TwoLines>
          ),
        },
        {
          key: 'ground',
          title: c.ground,
          text: (row) => say(row.ground),
          render: (row) => (
            <>
              {say(row.ground)} <Article basis={row.basis} />
              {row.level === null ? null : (
                <>
                  <br />
                  <strong>{say(row.level)}</strong>
                </>
              )}
            </>
          ),
        },
        {
          key: 'source',
          title: c.source,
          text: (row) => row.sourceDocument,
          render: (row) => row.sourceDocument,
        },
        {
          key: 'measures',
          title: c.measures,
          text: (row) => row.measures.map(say).join(m.semicolon),
          render: (row) => <Measures of={row} />,
        },
        {
          key: 'effectiveAt',
          title: c.effective,
          nowrap: true,
          text: (row) => row.effectiveAt ?? '',
          render: (row) => (row.effectiveAt === null ? '—' : <DateText at={row.effectiveAt} />),
        },
        {
          key: 'state',
          title: c.state,
          card: 'state',
          text: (row) => c.states[row.state],
          render: (row) => (
            <StateTag tone={caseTone[row.state]}>
              {row.endKind === null ? c.states[row.state] : c.ends[row.endKind]}
            </StateTag>
          ),
        },
      ]}
      empty={{ title: t.noOpen }}
    />
  );
}

function Notices(): ReactNode {
  const t = useTexts(creditMore);
  const say = useSay();
  const jurisdiction = usePlatform();
  return (
    <DataTable
      id="open-supply-notices"
      endpoint={listPublicNotices}
      query={{ jurisdiction }}
      filters={[usePlatformFilter()]}
      columns={[
        {
          key: 'enterprise',
          title: t.enterprise,
          card: 'title',
          text: (row) => row.enterprise.name,
          render: (row) => row.enterprise.name,
        },
        {
          key: 'text',
          title: t.step,
          text: (row) => say(row.text),
          render: (row) => (
            <>
              {say(row.text)} <Article basis={row.basis} />
            </>
          ),
        },
        { key: 'content', title: t.content, text: (row) => row.content, render: (row) => row.content },
        {
          key: 'at',
          title: t.at,
          nowrap: true,
          text: (row) => row.at,
          render: (row) => <DateText at={row.at} />,
        },
      ]}
      empty={{ title: t.noOpen }}
    />
  );
}
