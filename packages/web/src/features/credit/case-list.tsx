// screen: JS-38, HN-12, GD-9c
import { listCases } from '@daylight/api/credit.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Measures } from './parts.tsx';
import { credit } from './texts.ts';
import { caseTone } from './tones.ts';

/** Bad records and ratings: a bureau's own, or an enterprise's record. */
export function CreditCasesPage(): ReactNode {
  const t = useTexts(credit);
  const m = useMarks();
  const say = useSay();
  const may = useMay();
  const go = useGo();
  const actor = useActor();
  const isOwn = actor?.kind === 'manufacturer' || actor?.kind === 'distributor';
  return (
    <>
      <PageHead
        title={isOwn ? t.ownCases : t.cases}
        note={t.casesNote}
        actions={
          may('credit.enter') ? (
            <>
              <Button type="primary" onClick={() => go('/credit/new?kind=record')}>
                {t.newRecord}
              </Button>
              <Button onClick={() => go('/credit/new?kind=rating')}>{t.newRating}</Button>
            </>
          ) : null
        }
      />
      <DataTable
        id="credit-cases"
        endpoint={listCases}
        filters={[choice('kind', t.kind, t.kinds), choice('state', t.state, t.states)]}
        columns={[
          {
            key: 'enterprise',
            title: t.enterprise,
            card: 'title',
            text: (row) => row.enterprise.name,
            render: (row) => (
              <TwoLines below={`${row.number} · ${t.kinds[row.kind]} · ${t.origins[row.origin]}`}>
                {row.enterprise.name}
              </TwoLines>
            ),
          },
          {
            key: 'ground',
            title: t.ground,
            text: (row) => say(row.ground),
            render: (row) => (
              <>
                {say(row.ground)}
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
            key: 'measures',
            title: t.measures,
            text: (row) => row.measures.map(say).join(m.semicolon),
            render: (row) => <Measures of={row} />,
          },
          {
            key: 'due',
            title: t.decideBy,
            text: (row) => row.hearing?.dueAt ?? row.decide?.dueAt ?? '',
            render: (row) =>
              row.state === 'hearing' && row.hearing !== null ? (
                <Deadline {...row.hearing} />
              ) : row.state === 'heard' && row.decide !== null ? (
                <Deadline {...row.decide} />
              ) : (
                '—'
              ),
          },
          {
            key: 'enteredAt',
            title: t.entered,
            nowrap: true,
            text: (row) => row.enteredAt,
            render: (row) => <DateText at={row.enteredAt} />,
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => t.states[row.state],
            render: (row) => (
              <StateTag tone={caseTone[row.state]}>
                {row.endKind === null ? t.states[row.state] : t.ends[row.endKind]}
              </StateTag>
            ),
          },
        ]}
        href={(row) => `/credit/cases/${row.id}`}
        empty={{ title: isOwn ? t.noOwnCases : t.noCases }}
      />
    </>
  );
}
