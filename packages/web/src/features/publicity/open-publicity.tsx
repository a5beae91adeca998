// screen: HN-16, JS-13b
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { listPublicityItems, showPublicity } from '@daylight/api/publicity.ts';
import type { Instant } from '@daylight/rules/time.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { lastMomentText } from '../../ui/format.ts';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { usePlatform } from '../portal/platform.ts';
import { ObjectButton } from './object-button.tsx';
import './publicity.css';
import { effectTone, listTone } from './states.ts';
import { texts } from './texts.ts';

type List = ReplyOf<typeof showPublicity>;
type Item = RowOf<typeof listPublicityItems>;

/** One list with its document, its countdown, its items and what became of objections. */
export function OpenPublicityPage(): ReactNode {
  const publicityId = useParam('publicityId');
  const jurisdiction = usePlatform();
  const { data, error, refetch } = useAsk(showPublicity, {
    params: { publicityId },
    query: { jurisdiction },
  });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <PublicityView list={data} jurisdiction={jurisdiction} />;
}

function PublicityView({
  list,
  jurisdiction,
}: {
  readonly list: List;
  readonly jurisdiction: string;
}): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const may = useMay();
  const canObject = may('publicity.object') && list.state === 'open';
  return (
    <Details
      title={say(list.title)}
      above={{ to: `/open/publicities?jurisdiction=${jurisdiction}`, title: t.publicities }}
      state={<StateTag tone={listTone[list.state]}>{t.states[list.state]}</StateTag>}
      note={list.number}
      printable
      actions={canObject ? <ObjectButton list={list} item={null} label={t.objectWhole} /> : null}
      next={
        list.state === 'open' ? (
          <>
            {t.openNext} <Deadline {...list.ends} />
          </>
        ) : list.stateNote === '' ? undefined : (
          list.stateNote
        )
      }
      facts={[
        { name: t.kind, value: t.kinds[list.kind] },
        { name: t.openedAt, value: <DateText at={list.openedAt} time /> },
        { name: t.endedAt, value: lastMomentText(list.ends.dueAt as Instant) },
        {
          name: t.period,
          value: (
            <>
              {t.periodText(list.period.amount)}
              {list.period.origin === 'default' ? (
                <small className="dl-soft">{t.byDefault}</small>
              ) : null}{' '}
              <Article basis={list.period} />
            </>
          ),
          wide: true,
        },
        {
          name: t.basis,
          value: list.basis.map((each) => (
            <span key={`${each.document} ${each.article}`}>
              <Article basis={each} />{' '}
            </span>
          )),
          wide: true,
        },
        { name: t.holding, value: list.holdsWholeList ? t.wholeHeld : t.itemHeld, wide: true },
      ]}
    >
      <Section title={`${t.itemsOf} · ${t.itemCount(list.items)}`}>
        <Items list={list} jurisdiction={jurisdiction} canObject={canObject} />
      </Section>
      <Section title={t.answers}>
        <Answers list={list} />
      </Section>
    </Details>
  );
}

interface ItemsProps {
  readonly list: List;
  readonly jurisdiction: string;
  readonly canObject: boolean;
}

function Items({ list, jurisdiction, canObject }: ItemsProps): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const actor = useActor();
  const columns: Column<Item>[] = [
    { key: 'position', title: '#', align: 'right', card: 'none', render: (row) => row.position },
    {
      key: 'item',
      title: t.item,
      card: 'title',
      text: (row) => say(row.text),
      render: (row) => say(row.text),
    },
    {
      key: 'organisation',
      title: t.organisation,
      text: (row) => row.organisation?.name ?? '',
      render: (row) => row.organisation?.name ?? '—',
    },
    {
      key: 'effect',
      title: t.effect,
      card: 'state',
      text: (row) => t.effects[row.effect],
      render: (row) => <StateTag tone={effectTone[row.effect]}>{t.effects[row.effect]}</StateTag>,
    },
    ...(canObject
      ? [
          {
            key: 'object',
            title: t.object,
            text: () => '',
            render: (row: Item) => <ObjectButton list={list} item={row} label={t.object} small />,
          },
        ]
      : []),
  ];
  return (
    <DataTable<typeof listPublicityItems>
      id="publicity-items"
      endpoint={listPublicityItems}
      params={{ publicityId: list.id }}
      query={{ jurisdiction }}
      prefix="i"
      label={t.itemsOf}
      filters={[
        { kind: 'search', name: 'search', label: t.search, placeholder: t.itemSearchHint },
        { kind: 'flag', name: 'objected', label: t.objectedOnly },
        ...(actor === null ? [] : [{ kind: 'flag' as const, name: 'own', label: t.own }]),
      ]}
      columns={columns}
      rowKey={(row) => row.key}
      empty={{ title: t.noItems }}
    />
  );
}

function Answers({ list }: { readonly list: List }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  if (list.answers.length === 0) return <p className="dl-soft">{t.noAnswers}</p>;
  return (
    <ul className="dl-answers">
      {list.answers.map((each) => (
        <li key={`${each.itemKey ?? ''} ${each.takenUpAt} ${each.issue}`}>
          <p>
            <strong>{each.issue}</strong>{' '}
            <StateTag tone={each.state === 'decided' ? 'good' : 'working'}>
              {each.outcome === null ? t.answerStates[each.state] : t.outcomes[each.outcome]}
            </StateTag>
          </p>
          <p className="dl-soft">
            {each.itemText === null ? t.wholeList : say(each.itemText)} · <DateText at={each.takenUpAt} />
          </p>
          {each.answer === '' ? null : <p>{each.answer}</p>}
        </li>
      ))}
    </ul>
  );
}
