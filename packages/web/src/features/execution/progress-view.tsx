// screen: SX-5.4a
import { readVolumeProgress } from '@daylight/api/execution.ts';
import type { VolumeProgress } from '@daylight/api/execution-shapes.ts';
import { Radio } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useLanguage } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useSearch } from '../../navigate.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { volumeTexts } from './texts.ts';
import { VolumeBar } from './volume-bar.tsx';

type By = 'round' | 'item' | 'product' | 'institution' | 'area';
const ways: readonly By[] = ['round', 'product', 'institution', 'area'];
const keyOf = {
  round: 'tenderId',
  product: 'productId',
  institution: 'institutionId',
  area: 'area',
  item: '',
} as const;

/** Where a row leads: a round is looked at by its products, anything else account by account. */
function hrefOf(by: By, row: VolumeProgress, tenderId: string | undefined): string {
  if (by === 'round') return `/volumes?tab=progress&by=product&tenderId=${row.key}`;
  const round = tenderId === undefined ? '' : `&tenderId=${tenderId}`;
  return `/volumes?tab=accounts&${keyOf[by]}=${row.key}${round}`;
}

export function ProgressView(): ReactNode {
  const t = useTexts(volumeTexts);
  const [search, setSearch] = useSearch();
  const by = ways.find((way) => way === search['by']) ?? 'round';
  const tenderId = search['tenderId'];
  const { data, error, refetch } = useAsk(readVolumeProgress, {
    query: { by, ...(tenderId === undefined ? {} : { tenderId }) },
  });
  const columns = useColumns();
  return (
    <>
      <p>
        <Radio.Group
          aria-label={t.byLabel}
          optionType="button"
          value={by}
          onChange={(event) => setSearch({ by: event.target.value as string })}
          options={ways.map((value) => ({ value, label: t.by[value] }))}
        />
      </p>
      {error === null ? null : <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />}
      {data === undefined ? (
        <PageSkeleton />
      ) : (
        <TableView
          columns={columns}
          rows={data.items}
          rowKey={(row) => row.key}
          href={(row) => hrefOf(by, row, tenderId)}
          tone={(row) => (row.behind > 0 ? 'warning' : null)}
          empty={`${t.none}。${t.noneHelp}`}
          label={t.progress}
        />
      )}
      {data === undefined || data.more === 0 ? null : <p className="dl-soft">{t.more(data.more)}</p>}
    </>
  );
}

function useColumns(): readonly Column<VolumeProgress>[] {
  const t = useTexts(volumeTexts);
  const language = useLanguage();
  return [
    {
      key: 'name',
      title: t.name,
      card: 'title',
      render: (row) => (language === 'zh' ? row.name : row.nameEn),
    },
    {
      key: 'progress',
      title: t.progress,
      render: (row) => (
        <VolumeBar percent={row.percent} termPercent={row.termPercent} behind={row.behind > 0} />
      ),
    },
    {
      key: 'quantities',
      title: `${t.accepted} / ${t.agreed}`,
      align: 'right',
      render: (row) =>
        row.unit === null ? (
          <span className="dl-soft">–</span>
        ) : (
          `${row.accepted ?? ''} / ${row.agreed ?? ''} ${row.unit}`
        ),
    },
    { key: 'accounts', title: t.count, align: 'right', render: (row) => row.accounts },
    { key: 'met', title: t.met, align: 'right', render: (row) => row.met },
    {
      key: 'behind',
      title: t.behind,
      card: 'state',
      align: 'right',
      render: (row) =>
        row.behind > 0 ? (
          <StateTag tone="warning">
            {t.behind} {row.behind}
          </StateTag>
        ) : (
          <StateTag tone="good">{t.onTrack}</StateTag>
        ),
    },
  ];
}
