import type { PolicyParameter, TracedClause, listDocuments } from '@daylight/api/policy.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { Empty, Tag } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useSearch } from '../../navigate.tsx';
import { Section } from '../../ui/details.tsx';
import { StateTag, type Tone } from '../../ui/tags.tsx';
import { OriginTag, ValueNotes, ValueText } from './parameter-table.tsx';
import { texts } from './texts.ts';
import type { PlaceName } from '@daylight/rules/policy/value-text.ts';

type PolicyDocument = ReplyOf<typeof listDocuments>['documents'][number];
type PolicyArticle = PolicyDocument['articles'][number];

interface Given {
  readonly parameters: readonly PolicyParameter[];
  readonly clauses: readonly TracedClause[];
  readonly on: IsoDate;
  /** The article that the address points to, '11.B'. */
  readonly article: string | null;
  readonly placeName: PlaceName;
}

function idOf(document: string, article: string): string {
  return `${document}/${article}`;
}

/** The documents of a place, nearest first; those without articles at hand are named at the end. */
export function DocumentList({
  documents,
  ...given
}: Given & { readonly documents: readonly PolicyDocument[] }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { article } = given;
  const whole = documents.filter((each) => each.articles.length > 0);
  const bare = documents.filter((each) => each.articles.length === 0);
  const target = whole.find((each) => each.articles.some((one) => one.number === article))?.id ?? null;
  useEffect(() => {
    if (target === null || article === null) return;
    document.getElementById(idOf(target, article))?.scrollIntoView({ block: 'center' });
  }, [target, article]);
  if (documents.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.noDocuments} />;
  return (
    <>
      {whole.map((each) => (
        <DocumentPart key={each.id} document={each} {...given} />
      ))}
      {bare.length === 0 ? null : (
        <Section title={t.otherDocuments}>
          <ul className="policy-bare">
            {bare.map((each) => (
              <li key={each.id}>
                {say(each.title)} <DocumentTags document={each} on={given.on} />
                <div className="policy-soft">
                  {[each.number, say(each.issuer), each.note === null ? null : say(each.note)]
                    .filter(Boolean)
                    .join(' · ')}
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function DocumentTags({
  document,
  on,
}: {
  readonly document: PolicyDocument;
  readonly on: IsoDate;
}): ReactNode {
  const t = useTexts(texts);
  const { status, toBeConfirmed, from, until } = document;
  return (
    <>
      {status === 'draft' ? <Tag color="warning">{t.draft}</Tag> : null}
      {status === 'default' ? <Tag>{t.byDefault}</Tag> : null}
      {toBeConfirmed ? <Tag color="warning">{t.unconfirmed}</Tag> : null}
      {from !== null && on < from ? <Tag>{t.notYetInForce}</Tag> : null}
      {until !== null && on > until ? <Tag color="error">{t.ended}</Tag> : null}
    </>
  );
}

const looks = {
  done: { tone: 'good', word: 'done' },
  part: { tone: 'working', word: 'part' },
  'not yet': { tone: 'plain', word: 'notYet' },
} as const satisfies Record<
  TracedClause['state'],
  { readonly tone: Tone; readonly word: 'done' | 'part' | 'notYet' }
>;
const states = ['done', 'part', 'not yet'] as const;

function DocumentPart({ document, ...given }: Given & { readonly document: PolicyDocument }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { number, issuer, from, until, note, articles } = document;
  const mine = new Set(articles.flatMap((each) => each.clauses));
  const clauses = given.clauses.filter((each) => mine.has(each.id));
  const facts = [
    number,
    say(issuer),
    from === null ? null : t.inForceFrom(from),
    until === null ? null : t.validUntil(until),
  ];
  return (
    <Section
      title={say(document.title)}
      extra={<DocumentTags document={document} on={given.on} />}
      className="policy-document"
    >
      <p className="policy-soft">{facts.filter((each) => each !== null).join(' · ')}</p>
      {note === null ? null : <p className="policy-soft">{say(note)}</p>}
      {clauses.length === 0 ? null : (
        <p className="policy-counts">
          {t.clausesCount(clauses.length)}
          {states.map((state) => (
            <StateTag key={state} tone={looks[state].tone}>
              {t[looks[state].word]} {clauses.filter((each) => each.state === state).length}
            </StateTag>
          ))}
        </p>
      )}
      <ol className="policy-articles">
        {articles.map((each) => (
          <ArticleRow key={each.number} document={document} article={each} given={given} />
        ))}
      </ol>
    </Section>
  );
}

interface ArticleProps {
  readonly document: PolicyDocument;
  readonly article: PolicyArticle;
  readonly given: Given;
}

function ArticleRow({ document, article, given }: ArticleProps): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const [search] = useSearch();
  const parameters = given.parameters.filter(
    (each) => each.document === document.id && each.article === article.number,
  );
  const clauses = given.clauses.filter((each) => article.clauses.includes(each.id));
  const here = new URLSearchParams({ ...search, document: document.id, article: article.number });
  const marked = given.article === article.number;
  return (
    <li id={idOf(document.id, article.number)} className={marked ? 'policy-marked' : undefined}>
      <div className="policy-number">
        <Go to={`/policy?${here.toString()}`} aria-label={t.linkToArticle(article.number)}>
          {article.number}
        </Go>
      </div>
      <div className="policy-words">
        <p>{say(article)}</p>
        {article.quote === null ? null : <blockquote lang="zh-CN">{article.quote}</blockquote>}
        {parameters.map((each) => (
          <div key={each.key} className="policy-parameter">
            <span className="policy-soft">{say(each.name)}</span>{' '}
            <strong>
              <ValueText parameter={each} placeName={given.placeName} />
            </strong>{' '}
            <OriginTag origin={each.origin} />
            <ValueNotes parameter={each} placeName={given.placeName} />
          </div>
        ))}
      </div>
      <div className="policy-clauses">
        {clauses.length === 0 && document.status !== 'default' ? (
          <span className="policy-soft">{t.noClauses}</span>
        ) : (
          clauses.map((each) => <ClauseState key={each.id} clause={each} />)
        )}
      </div>
    </li>
  );
}

const kinds = ['rule', 'endpoint', 'screen', 'test'] as const;

function ClauseState({ clause }: { readonly clause: TracedClause }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { tone, word } = looks[clause.state];
  return (
    <details>
      <summary>
        <span className="policy-clause">{clause.id}</span> <StateTag tone={tone}>{t[word]}</StateTag>
      </summary>
      <p>{say(clause)}</p>
      {clause.note === null ? null : <p className="policy-soft">{say(clause.note)}</p>}
      <dl className="policy-evidence" aria-label={t.carriedOutBy}>
        {kinds.map((kind) => (
          <div key={kind}>
            <dt>{t[kind]}</dt>
            <dd>
              {clause[kind].length === 0 ? (
                <span className="policy-soft">{t.nothing}</span>
              ) : (
                clause[kind].map((each) => <code key={each}>{each}</code>)
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
