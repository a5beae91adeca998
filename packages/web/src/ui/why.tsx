import { QuestionCircleOutlined } from '@ant-design/icons';
import type { Basis } from '@daylight/rules/result.ts';
import { Button, Drawer, Skeleton, Tag } from 'antd';
import { type ReactNode, createContext, use, useMemo, useState } from 'react';
import { useSay } from '../i18n/language.ts';
import { parts } from '../i18n/parts.ts';
import { useTexts } from '../i18n/texts.ts';
import { cited, useDocuments } from '../reference.ts';

export interface Parameter {
  readonly name: string;
  readonly value: ReactNode;
  /** First day in force. */
  readonly from?: string | null;
  readonly origin?: 'published' | 'default' | 'decision';
  readonly basis?: Basis;
}

/** Everything a person may ask about an outcome. Only what is given is shown. */
export interface Explanation {
  readonly title?: string;
  readonly outcome?: ReactNode;
  readonly basis: readonly Basis[];
  readonly parameters?: readonly Parameter[];
  readonly inputs?: readonly { readonly name: string; readonly value: ReactNode }[];
  /** The reference set: which trades, prices or organisations it was compared with. */
  readonly reference?: ReactNode;
  /** What would lead to another outcome. */
  readonly wouldChange?: readonly ReactNode[];
  readonly turnTo?: ReactNode;
}

const Explain = createContext<(explanation: Explanation) => void>(() => undefined);

/** `const explain = useExplain(); explain({ outcome, basis: [..], parameters, inputs })` opens the drawer. */
export function useExplain(): (explanation: Explanation) => void {
  return use(Explain);
}

export function ExplanationHost({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useTexts(parts);
  const [shown, setShown] = useState<Explanation | null>(null);
  const [open, setOpen] = useState(false);
  const explain = useMemo(
    () => (explanation: Explanation) => {
      setShown(explanation);
      setOpen(true);
    },
    [],
  );
  return (
    <Explain value={explain}>
      {children}
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        size="min(480px, 100vw)"
        title={shown?.title ?? t.whyTitle}
        classNames={{ body: 'dl-why' }}
      >
        {shown === null ? null : <ExplanationText explanation={shown} />}
      </Drawer>
    </Explain>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** The body of the drawer; also stands on pages that explain at length. */
export function ExplanationText({ explanation }: { readonly explanation: Explanation }): ReactNode {
  const t = useTexts(parts);
  const { outcome, basis, parameters = [], inputs = [], reference, wouldChange = [], turnTo } = explanation;
  return (
    <>
      {outcome === undefined ? null : <Part title={t.outcome}>{outcome}</Part>}
      {basis.length === 0 ? null : (
        <Part title={t.why}>
          {basis.map((each) => (
            <ArticleText key={`${each.document} ${each.article}`} basis={each} />
          ))}
        </Part>
      )}
      {parameters.length === 0 ? null : (
        <Part title={t.parameters}>
          <ParameterList parameters={parameters} />
        </Part>
      )}
      {inputs.length === 0 ? null : (
        <Part title={t.inputs}>
          <dl className="dl-pairs">
            {inputs.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Part>
      )}
      {reference === undefined ? null : <Part title={t.reference}>{reference}</Part>}
      {wouldChange.length === 0 ? null : (
        <Part title={t.wouldChange}>
          <ul>
            {wouldChange.map((each, n) => (
              // oxlint-disable-next-line react/no-array-index-key -- the list never changes
              <li key={n}>{each}</li>
            ))}
          </ul>
        </Part>
      )}
      {turnTo === undefined ? null : <Part title={t.turnTo}>{turnTo}</Part>}
    </>
  );
}

function ParameterList({ parameters }: { readonly parameters: readonly Parameter[] }): ReactNode {
  const t = useTexts(parts);
  return (
    <dl className="dl-pairs">
      {parameters.map((each) => (
        <div key={each.name}>
          <dt>{each.name}</dt>
          <dd>
            <strong>{each.value}</strong>{' '}
            {each.origin === undefined ? null : (
              <Tag variant="filled">
                {{ published: t.published, default: t.byDefault, decision: t.byDecision }[each.origin]}
              </Tag>
            )}
            {each.from ? (
              <small>
                {t.inForce} {each.from}
              </small>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One article in words: document, number, short text, the original sentence where its wording matters. */
export function ArticleText({ basis }: { readonly basis: Basis }): ReactNode {
  const t = useTexts(parts);
  const say = useSay();
  const documents = useDocuments();
  if (documents === null) return <Skeleton active paragraph={{ rows: 2 }} title={false} />;
  const { document, article } = cited(documents, basis);
  const name = document === null ? basis.document : say(document.title);
  return (
    <article className="dl-article">
      <h4>
        {document?.status === 'default' ? t.daylightDefault : t.articleOf(name, basis.article)}
        {document?.status === 'draft' ? <Tag>{t.draft}</Tag> : null}
        {document?.toBeConfirmed ? <Tag color="warning">{t.unconfirmed}</Tag> : null}
      </h4>
      {document?.number ? <small>{document.number}</small> : null}
      <p>{article === null ? t.articleMissing : say(article)}</p>
      {article?.quote ? (
        <blockquote lang="zh-CN" title={t.quote}>
          {article.quote}
        </blockquote>
      ) : null}
      {basis.clause === null ? null : (
        <small>
          {t.clause} {basis.clause}
        </small>
      )}
    </article>
  );
}

/** The link "依据" beside anything the system decided or refused. */
export function WhyButton({
  explanation,
  label,
}: {
  readonly explanation: Explanation | (() => Explanation);
  readonly label?: string;
}): ReactNode {
  const t = useTexts(parts);
  const explain = useExplain();
  return (
    <Button
      type="link"
      size="small"
      className="dl-why-button"
      icon={<QuestionCircleOutlined />}
      onClick={(event) => {
        event.stopPropagation();
        explain(typeof explanation === 'function' ? explanation() : explanation);
      }}
    >
      {label ?? t.why}
    </Button>
  );
}

/** A bare citation: the link opens the article in words. */
export function Article({ basis, label }: { readonly basis: Basis; readonly label?: string }): ReactNode {
  return <WhyButton explanation={{ basis: [basis] }} {...(label === undefined ? {} : { label })} />;
}
