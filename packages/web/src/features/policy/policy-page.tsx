// screen: HN-7a, JS-39
import { listDocuments, listJurisdictions, readParameters, readTrace } from '@daylight/api/policy.ts';
import { jurisdictionsUpward, national } from '@daylight/rules/policy/book.ts';
import { type IsoDate, isIsoDate, shanghaiDate } from '@daylight/rules/time.ts';
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useNow } from '../../clock.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useSearch } from '../../navigate.tsx';
import { useActor } from '../../session.ts';
import { PageHead } from '../../ui/details.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import type { Filter } from '../../ui/filters.ts';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { DocumentList } from './document-list.tsx';
import { ParameterTable } from './parameter-table.tsx';
import './policy.css';
import { texts } from './texts.ts';
import type { PlaceName } from '@daylight/rules/policy/value-text.ts';

const HOUR = 3_600_000;

/** The nearest place with a pack, or the nation: an institution in a county reads the pack of its province. */
function placeWithPack(code: string, codes: readonly string[]): string {
  return jurisdictionsUpward(code).find((each) => codes.includes(each)) ?? national;
}

/** Per jurisdiction and day: each article in short, the parameters in force, what carries it out and its state. */
export function PolicyPage(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const actor = useActor();
  const [search, setSearch] = useSearch();
  const today = shanghaiDate(useNow(HOUR));
  const jurisdictions = useAsk(listJurisdictions, {}, { staleMs: HOUR });
  const documents = useAsk(listDocuments, {}, { staleMs: HOUR });
  const trace = useAsk(readTrace, {}, { staleMs: HOUR });
  const places = jurisdictions.data?.jurisdictions ?? [];
  const codes = places.map((each) => each.code);
  const asked = /^\d{6}$/.test(search['place'] ?? '') ? search['place'] : undefined;
  const first = codes.find((code) => code !== national) ?? national;
  const place = asked ?? (actor === null ? first : placeWithPack(actor.jurisdiction, codes));
  const on: IsoDate = isIsoDate(search['on'] ?? '') ? (search['on'] as IsoDate) : today;
  const parameters = useAsk(
    readParameters,
    { query: { jurisdiction: place, on } },
    { staleMs: HOUR, enabled: codes.length > 0 },
  );
  const problem = [jurisdictions, documents, trace, parameters].find((each) => each.error !== null)?.error
    ?.problem;
  const placeName: PlaceName = (code) => places.find((each) => each.code === code) ?? { zh: code, en: code };

  const near = jurisdictionsUpward(place);
  const shown = (documents.data?.documents ?? [])
    .filter((each) => near.includes(each.jurisdiction))
    .toSorted((a, b) => near.indexOf(a.jurisdiction) - near.indexOf(b.jurisdiction));
  const filters: readonly Filter[] = [
    {
      kind: 'choice',
      name: 'place',
      label: t.place,
      options: places.map((each) => ({ value: each.code, label: say(each) })),
    },
    { kind: 'day', name: 'on', label: t.on },
    {
      kind: 'choice',
      name: 'document',
      label: t.document,
      options: shown.map((each) => ({ value: each.id, label: each.number ?? say(each.title) })),
    },
  ];
  // A document of the place before may not belong to the next one.
  function change(changes: Readonly<Record<string, string>>): void {
    setSearch({ ...('place' in changes ? { document: '' } : {}), article: '', ...changes });
  }

  const ready = documents.data !== undefined && parameters.data !== undefined && trace.data !== undefined;
  const list = parameters.data?.parameters ?? [];
  const chosen = search['document'];
  return (
    <>
      <PageHead title={t.title} note={t.intro} />
      <FilterBar
        filters={filters}
        values={{ place, on, ...(chosen === undefined ? {} : { document: chosen }) }}
        onChange={change}
      />
      {problem === undefined ? null : <ProblemAlert problem={problem} />}
      {!ready ? (
        problem === undefined ? (
          <PageSkeleton />
        ) : null
      ) : (
        <Tabs
          activeKey={search['view'] === 'parameters' ? 'parameters' : 'articles'}
          onChange={(view) => setSearch({ view: view === 'articles' ? '' : view, article: '' })}
          items={[
            {
              key: 'articles',
              label: t.articles,
              children: (
                <DocumentList
                  documents={chosen === undefined ? shown : shown.filter((each) => each.id === chosen)}
                  parameters={list}
                  clauses={trace.data.clauses}
                  on={on}
                  article={search['article'] ?? null}
                  placeName={placeName}
                />
              ),
            },
            {
              key: 'parameters',
              label: t.parameters,
              children: (
                <ParameterTable
                  parameters={chosen === undefined ? list : list.filter((each) => each.document === chosen)}
                  label={t.parametersOn(say(placeName(place)), on)}
                  placeName={placeName}
                />
              ),
            },
          ]}
        />
      )}
    </>
  );
}
