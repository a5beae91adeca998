import { useQuery } from '@tanstack/react-query';
import { Collapse, Input } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useSearch } from '../../navigate.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import './portal.css';
import { texts } from './texts.ts';

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly 'x-permission': string;
  readonly 'x-clauses': readonly string[];
  readonly 'x-refusals': Readonly<
    Record<string, { readonly zh: string; readonly en: string; readonly status: number }>
  >;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: unknown;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: unknown }>> }>
  >;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Entry extends Operation {
  readonly method: string;
  readonly path: string;
}

async function readDocument(): Promise<Document> {
  const answer = await fetch('/openapi.json');
  return (await answer.json()) as Document;
}

function entriesOf(document: Document): readonly Entry[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    })),
  );
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** The OpenAPI document for people: what can be called, by whom, with what, and how it may be refused. */
export function ApiReferencePage(): ReactNode {
  const t = useTexts(texts);
  const [search, setSearch] = useSearch();
  const document = useQuery({ queryKey: ['openapi'], queryFn: readDocument, staleTime: Infinity });
  const entries = useMemo(
    () => (document.data === undefined ? [] : entriesOf(document.data)),
    [document.data],
  );
  if (document.data === undefined) return <PageSkeleton />;
  const wanted = (search['q'] ?? '').toLowerCase();
  const shown = entries.filter((entry) =>
    `${entry.operationId} ${entry.path} ${entry.summary} ${entry['x-clauses'].join(' ')}`
      .toLowerCase()
      .includes(wanted),
  );
  const tags = [...new Set(shown.map((entry) => entry.tags[0] ?? ''))];
  return (
    <div className="dl-reference">
      <PageHead
        title={t.reference}
        note={
          <>
            {t.referenceNote}
            <a href="/openapi.json">/openapi.json</a>
          </>
        }
      />
      <Input.Search
        aria-label={t.filter}
        placeholder={t.filter}
        defaultValue={search['q']}
        allowClear
        onSearch={(q) => setSearch({ q })}
      />
      {tags.map((tag) => (
        <Section key={tag} title={tag}>
          <Collapse
            items={shown
              .filter((entry) => entry.tags[0] === tag)
              .map((entry) => ({
                key: entry.operationId,
                label: <Line entry={entry} />,
                children: <Whole entry={entry} />,
              }))}
          />
        </Section>
      ))}
    </div>
  );
}

function Line({ entry }: { readonly entry: Entry }): ReactNode {
  return (
    <span className="dl-reference-line">
      <StateTag tone={entry.method === 'GET' ? 'plain' : 'working'}>{entry.method}</StateTag>
      <code>{entry.path}</code>
      <span>{entry.summary}</span>
    </span>
  );
}

function Whole({ entry }: { readonly entry: Entry }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const body = Object.values(entry.requestBody?.content ?? {})[0]?.schema;
  const reply = Object.entries(entry.responses).find(([status]) => status !== 'default')?.[1];
  const refusals = Object.entries(entry['x-refusals']);
  const parameters = entry.parameters.filter((each) => each.in !== 'header');
  return (
    <>
      <p>
        {t.permission}: <code>{entry['x-permission'] === 'public' ? t.anyone : entry['x-permission']}</code>
        {entry['x-clauses'].length === 0 ? null : ` · ${t.clauses}: ${entry['x-clauses'].join(', ')}`}
        {entry.parameters.some((each) => each.in === 'header') ? ` · ${t.key}` : null}
      </p>
      {parameters.length === 0 && body === undefined ? null : (
        <>
          <strong>{t.input}</strong>
          <pre tabIndex={0}>
            {json({
              ...Object.fromEntries(
                parameters.map((each) => [`${each.in}.${each.name}${each.required ? '' : '?'}`, each.schema]),
              ),
              ...(body === undefined ? {} : { body }),
            })}
          </pre>
        </>
      )}
      <strong>{t.output}</strong>
      <pre tabIndex={0}>{json(Object.values(reply?.content ?? {})[0]?.schema ?? {})}</pre>
      {refusals.length === 0 ? null : (
        <>
          <strong>{t.refusals}</strong>
          <ul>
            {refusals.map(([code, text]) => (
              <li key={code}>
                <code>{code}</code> {text.status}: {say(text)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
