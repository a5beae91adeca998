// screen: HN-3b, GD-5
import {
  type PriceSource,
  decidePriceSource,
  enterPriceSource,
  listPriceSources,
  pausePriceSource,
  readPriceSourceNow,
} from '@daylight/api/linkage-source.ts';
import { App } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { EnterFeedSource, FeedProblem, FeedSourceActions, useFeedSourceColumns } from './feed-source.tsx';
import { texts } from './texts.ts';
import './linkage.css';

/** Platforms whose prices are read, with what came and what went wrong. */
export function SourceListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const enter = useDo(enterPriceSource);
  const columns = useFeedSourceColumns<PriceSource>({
    key: 'records',
    title: t.taken,
    align: 'right',
    render: (row) => row.records,
  });
  return (
    <>
      <PageHead
        title={t.sourcesTitle}
        note={t.sourcesNote}
        actions={may('linkage.record') ? <EnterFeedSource enter={enter} urlHelp={t.urlHelp} /> : undefined}
      />
      <DataTable<typeof listPriceSources>
        id="price-sources"
        endpoint={listPriceSources}
        columns={columns}
        expand={(row) => <SourceMore source={row} />}
        empty={{ title: t.noSources, help: t.urlHelp }}
      />
    </>
  );
}

function SourceMore({ source }: { readonly source: PriceSource }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  return (
    <div className="dl-source-more">
      <SourceActions source={source} />
      <TableView
        inside
        label={t.readings}
        rows={source.readings}
        rowKey={(row) => row.id}
        empty={t.noReadings}
        columns={[
          {
            key: 'startedAt',
            title: t.at,
            card: 'title',
            nowrap: true,
            render: (row) => <DateText at={row.startedAt} time />,
          },
          {
            key: 'counts',
            title: t.readings,
            render: (row) => t.readDone(row.taken, row.waiting, row.refused),
          },
          {
            key: 'problem',
            title: t.problem,
            render: (row) =>
              row.problem === null ? (
                <span className="dl-break">
                  {row.refusals.map((each) => `${each.id}: ${each.problem}`).join(m.semicolon)}
                </span>
              ) : (
                <FeedProblem problem={row.problem} />
              ),
          },
        ]}
      />
    </div>
  );
}

function SourceActions({ source }: { readonly source: PriceSource }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const { message } = App.useApp();
  const decide = useDo(decidePriceSource);
  const pause = useDo(pausePriceSource);
  const read = useDo(readPriceSourceNow, {
    then: (reply) => void message.success(t.readDone(reply.taken, reply.waiting, reply.refused)),
  });
  return (
    <FeedSourceActions
      source={source}
      mayOpen={may('linkage.verify')}
      mayRead={may('linkage.record')}
      openEffects={t.openEffects}
      decide={decide}
      pause={pause}
      read={read}
    />
  );
}
