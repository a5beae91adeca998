// screen: SX-5.3b, JS-35
import { readCoverage } from '@daylight/api/distribution.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useSearch } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { PageHead } from '../../ui/details.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import './distribution.css';
import { usePlaceName } from './place-name.ts';
import { ProposeDialog } from './propose-dialog.tsx';
import { relationTone, texts } from './texts.ts';

export type Coverage = ReplyOf<typeof readCoverage>;
type AreaRow = Coverage['areas'][number];

/** One line per area: who delivers there, how many more may, and where nobody does. Ticked areas are proposed at once. */
export function AreaPage(): ReactNode {
  const t = useTexts(texts);
  const actor = useActor();
  const may = useMay();
  const [{ manufacturerId }] = useSearch();
  const isMaker = actor?.kind === 'manufacturer';
  const query = isMaker || manufacturerId === undefined ? {} : { manufacturerId };
  const { data, error, refetch } = useAsk(readCoverage, { query });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [open, setOpen] = useState(false);
  const columns = useAreaColumns();
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  if (data.manufacturer === null) return <PageHead title={t.areas} note={t.pickMaker} />;
  const mayPropose = may('distribution.propose');
  const pick = (wanted: (row: AreaRow) => boolean): void =>
    setChosen(data.areas.filter((row) => row.used < row.max && wanted(row)).map((row) => row.area.code));
  return (
    <>
      <PageHead
        title={isMaker ? t.areas : `${t.areas}：${data.manufacturer.name}`}
        note={
          <>
            {t.areasNote} <Article basis={data.basis} />
          </>
        }
        actions={
          mayPropose ? (
            <>
              <Button onClick={() => pick((row) => !row.covered && !row.extra)}>{t.onlyUncovered}</Button>
              <Button onClick={() => pick(() => true)}>{t.allOpen}</Button>
              <Button type="primary" onClick={() => setOpen(true)}>
                {t.propose}
              </Button>
            </>
          ) : undefined
        }
      />
      <Covered uncovered={data.uncovered.length} />
      <TableView<AreaRow>
        rows={data.areas}
        rowKey={(row) => row.area.code}
        columns={columns}
        tone={(row) => (data.uncovered.some((each) => each.code === row.area.code) ? 'warning' : null)}
        {...(mayPropose ? { selected: chosen, onSelect: (keys: readonly string[]) => setChosen(keys) } : {})}
        label={t.areas}
      />
      {open ? (
        <ProposeDialog
          areas={data.areas}
          chosen={chosen}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            setChosen([]);
          }}
        />
      ) : null}
    </>
  );
}

function Covered({ uncovered }: { readonly uncovered: number }): ReactNode {
  const t = useTexts(texts);
  return uncovered === 0 ? (
    <Alert className="delivery-notice" type="success" showIcon title={t.allCovered} />
  ) : (
    <Alert className="delivery-notice" type="warning" showIcon title={t.uncoveredCount(uncovered)} />
  );
}

function useAreaColumns() {
  const t = useTexts(texts);
  const placeName = usePlaceName();
  return [
    {
      key: 'area',
      title: t.area,
      card: 'title' as const,
      nowrap: true,
      render: (row: AreaRow) => placeName(row.area),
    },
    {
      key: 'places',
      title: t.distributor,
      nowrap: true,
      render: (row: AreaRow) => (
        <>
          {row.extra ? `${t.extra} ` : ''}
          {t.places(row.used, row.max)}{' '}
          {row.used >= row.max ? <StateTag tone="ended">{t.full}</StateTag> : null}{' '}
          {row.used >= row.max || row.extra ? <Article basis={row.basis} /> : null}
        </>
      ),
    },
    {
      key: 'relations',
      title: t.relation,
      render: (row: AreaRow) =>
        row.relations.length === 0 ? (
          '—'
        ) : (
          <ul>
            {row.relations.map((each) => (
              <li key={each.id}>
                {each.distributor.name} {each.own ? <small className="dl-soft">{t.self}</small> : null}{' '}
                {each.listing === null ? null : (
                  <Go to={`/listings/${each.listing.id}`}>
                    <small>{each.listing.productName}</small>
                  </Go>
                )}{' '}
                <StateTag tone={relationTone[each.state]}>{t.states[each.state]}</StateTag>
              </li>
            ))}
          </ul>
        ),
    },
    {
      key: 'covered',
      title: t.state,
      card: 'state' as const,
      render: (row: AreaRow) =>
        row.covered ? (
          <StateTag tone="good">{t.covered}</StateTag>
        ) : row.extra ? (
          '—'
        ) : (
          <StateTag tone="warning">{t.uncovered}</StateTag>
        ),
    },
  ];
}
