import type { PolicyParameter } from '@daylight/api/policy.ts';
import { Empty, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage, useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { DateText } from '../../ui/numbers.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { Article } from '../../ui/why.tsx';
import { texts } from './texts.ts';
import { type PlaceName, valueLine, valueParts } from '@daylight/rules/policy/value-text.ts';

/** A value in words, one line for each thing it says. */
export function ValueText({
  parameter,
  placeName,
}: {
  readonly parameter: Pick<PolicyParameter, 'shape' | 'value' | 'unit'>;
  readonly placeName: PlaceName;
}): ReactNode {
  const say = useSay();
  const list = valueParts(parameter, placeName);
  const [only] = list;
  if (list.length === 1 && only !== undefined) return <span>{say(only.text)}</span>;
  return (
    <dl className="policy-value">
      {list.map(({ name, text }) => (
        <div key={text.zh + (name?.zh ?? '')}>
          <dt>{name === null ? '' : say(name)}</dt>
          <dd>{say(text)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Whether a document sets the value or this product does. */
export function OriginTag({ origin }: { readonly origin: PolicyParameter['origin'] }): ReactNode {
  const t = useTexts(texts);
  if (origin === 'decision') return <Tag color="gold">{t.byDecision}</Tag>;
  return origin === 'default' ? <Tag>{t.byDefault}</Tag> : <Tag color="blue">{t.published}</Tag>;
}

/** What stands beside a value: how long it holds, what follows, what a reader must know. */
export function ValueNotes({
  parameter,
  placeName,
}: {
  readonly parameter: PolicyParameter;
  readonly placeName: PlaceName;
}): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const language = useLanguage();
  const { next, until, note, passedOver } = parameter;
  const nearest = passedOver[0];
  const lineOf = (value: unknown): string =>
    valueLine(valueParts({ ...parameter, value }, placeName), language);
  const own = lineOf(parameter.value);
  const overruled = nearest === undefined ? own : lineOf(nearest.value);
  const following = next === null ? own : lineOf(next.value);
  const notes: readonly string[] = [
    ...(note === null ? [] : [say(note)]),
    ...(until === null ? [] : [t.until(until)]),
    ...(next === null
      ? []
      : [
          following === own
            ? t.nextSame(
                next.from,
                { default: t.byDefault, published: t.published, decision: t.byDecision }[next.origin],
              )
            : t.nextFrom(next.from, following),
        ]),
    ...(nearest === undefined || overruled === own
      ? []
      : [t.overrules(say(placeName(nearest.jurisdiction)), overruled)]),
  ];
  if (notes.length === 0) return null;
  return (
    <ul className="policy-notes">
      {notes.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  );
}

/** Every parameter in force, with where it comes from. */
export function ParameterTable({
  parameters,
  label,
  placeName,
}: {
  readonly parameters: readonly PolicyParameter[];
  readonly label: string;
  readonly placeName: PlaceName;
}): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const language = useLanguage();
  const columns: readonly Column<PolicyParameter>[] = [
    {
      key: 'name',
      title: t.name,
      card: 'title',
      width: 300,
      render: (row) => (
        <div id={row.key}>
          <strong>{say(row.name)}</strong>
          <div>
            <code className="policy-key">{row.key}</code>
          </div>
        </div>
      ),
    },
    {
      key: 'value',
      title: t.value,
      width: 420,
      render: (row) => (
        <>
          <ValueText parameter={row} placeName={placeName} />
          <ValueNotes parameter={row} placeName={placeName} />
        </>
      ),
      text: (row) => valueLine(valueParts(row, placeName), language),
    },
    { key: 'origin', title: t.source, render: (row) => <Source parameter={row} />, width: 200 },
    { key: 'place', title: t.setBy, render: (row) => say(placeName(row.jurisdiction)), width: 90 },
    { key: 'from', title: t.since, render: (row) => <DateText at={row.from} />, width: 110 },
  ];
  return (
    <TableView
      columns={columns}
      rows={parameters}
      rowKey={(row) => row.key}
      label={label}
      empty={<Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.noParameters} />}
    />
  );
}

function Source({ parameter }: { readonly parameter: PolicyParameter }): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <OriginTag origin={parameter.origin} />
      <Article
        basis={{ document: parameter.document, article: parameter.article, clause: parameter.clause }}
        label={t.openArticle}
      />
    </>
  );
}
