// screen: HN-1, JS-5
import { type MergeSourceItem, enterMerges, listDuplicates } from '@daylight/api/directory-resume.ts';
import { App } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useJurisdictionName } from '../../reference.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { useYuan } from '../../ui/numbers.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { moneyText } from '../../ui/format.ts';
import { StateTag } from '../../ui/tags.tsx';
import './directory.css';
import { directory } from './texts.ts';

type Row = RowOf<typeof listDuplicates>;

/** Codes that several cities have listed, with their prices and origins; chosen ones are entered for approval. */
export function DuplicateListPage(): ReactNode {
  const t = useTexts(directory);
  const placeName = useJurisdictionName();
  const m = useMarks();
  return (
    <>
      <PageHead
        title={t.duplicates}
        note={t.duplicatesNote}
        above={{ to: '/directory/merges', title: t.merges }}
      />
      <DataTable
        id="directory-duplicates"
        endpoint={listDuplicates}
        rowKey={(row) => row.itemCode}
        filters={[{ kind: 'flag', name: 'single', label: t.single }]}
        columns={[
          {
            key: 'productName',
            title: t.product,
            card: 'title',
            text: (row) => `${row.itemCode} ${row.productName} ${row.specification}`,
            render: (row) => (
              <TwoLines below={row.itemCode}>
                {row.productName} <small className="dl-soft">{row.specification}</small>
              </TwoLines>
            ),
          },
          {
            key: 'manufacturer',
            title: t.manufacturer,
            text: (row) => row.manufacturer.name,
            render: (row) => row.manufacturer.name,
          },
          {
            key: 'sources',
            title: t.sources,
            text: (row) =>
              row.sources.map((each) => `${placeName(each.place)} ${each.price}`).join(m.semicolon),
            render: (row) => (
              <ul className="dl-plain-list dl-places">
                {row.sources.map((source) => (
                  <li key={source.id}>
                    <Source row={row} source={source} />
                  </li>
                ))}
              </ul>
            ),
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => (row.waitingId === null ? obstacleText(row.obstacle, t) : t.mergeStates.waiting),
            render: (row) => <State row={row} />,
          },
        ]}
        bulk={(rows, clear) => <MergeThem rows={rows} clear={clear} />}
        empty={{ title: t.noDuplicates }}
      />
    </>
  );
}

function Source({ row, source }: { readonly row: Row; readonly source: MergeSourceItem }): ReactNode {
  const t = useTexts(directory);
  const placeName = useJurisdictionName();
  const m = useMarks();
  const yuan = useYuan();
  const from = source.origins.map((each) => `${each.platform} ${moneyText(each.price)}`).join(m.list);
  return (
    <>
      {placeName(source.place)} <span className="dl-number">{yuan(source.price, source.purchaseUnit)}</span>
      {source.unitsPerPurchaseUnit === 1
        ? ''
        : `${m.open}${t.units(source.purchaseUnit, source.unitsPerPurchaseUnit)}${m.close}`}{' '}
      {source.id === row.keptId ? <StateTag tone="good">{t.kept}</StateTag> : null}
      {source.id === row.lowestId ? <StateTag tone="notice">{t.lowest}</StateTag> : null}
      {from === '' ? null : <small className="dl-soft"> {from}</small>}
    </>
  );
}

function obstacleText(obstacle: string | null, t: typeof directory.zh): string {
  if (obstacle === null) return '';
  const words: Readonly<Record<string, string>> = t.obstacles;
  return words[obstacle] ?? t.cannotMerge;
}

function State({ row }: { readonly row: Row }): ReactNode {
  const t = useTexts(directory);
  if (row.waitingId !== null) return <StateTag tone="waiting">{t.mergeStates.waiting}</StateTag>;
  if (row.obstacle === null) return null;
  return <StateTag tone="warning">{obstacleText(row.obstacle, t)}</StateTag>;
}

function MergeThem({
  rows,
  clear,
}: {
  readonly rows: readonly Row[];
  readonly clear: () => void;
}): ReactNode {
  const t = useTexts(directory);
  const { message } = App.useApp();
  const enter = useDo(enterMerges);
  const itemCodes = rows
    .filter((row) => row.keptId !== null && row.waitingId === null)
    .map((row) => row.itemCode);
  return (
    <ConfirmEffect
      label={t.merge(itemCodes.length)}
      title={t.mergeTitle}
      effects={t.mergeEffects}
      confirm={t.submit}
      askReason="needed"
      run={async ({ reason: note }) => {
        const reply = await enter.run({ body: { itemCodes, note } });
        if (reply !== null) {
          void message.success(t.merged(reply.entered, reply.lines.length - reply.entered));
          clear();
        }
        return reply;
      }}
      pending={enter.pending}
      problem={enter.problem}
      button={{ type: 'primary', disabled: itemCodes.length === 0 || itemCodes.length > 100 }}
    />
  );
}
