// screen: SX-4.1, HN-15
import {
  type AwardSource,
  decideAwardSource,
  enterAwardSource,
  listAwardSources,
  pauseAwardSource,
  readAwardSourceNow,
} from '@daylight/api/bidding-landing.ts';
import { App } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { EnterFeedSource, FeedSourceActions, useFeedSourceColumns } from '../linkage/feed-source.tsx';
import { landingTexts } from './landing-texts.ts';
import './bidding.css';

/** Platforms whose final results are read, with what came and what went wrong. */
export function AwardSourceListPage(): ReactNode {
  const t = useTexts(landingTexts);
  const may = useMay();
  const enter = useDo(enterAwardSource);
  const columns = useFeedSourceColumns<AwardSource>({
    key: 'results',
    title: t.results,
    align: 'right',
    render: (row) => row.results,
  });
  return (
    <>
      <PageHead
        title={t.sources}
        note={t.sourcesNote}
        above={{ to: '/landed-awards', title: t.landed }}
        actions={may('bidding.subscribe') ? <EnterFeedSource enter={enter} urlHelp={t.urlHelp} /> : undefined}
      />
      <DataTable<typeof listAwardSources>
        id="award-sources"
        endpoint={listAwardSources}
        columns={[
          ...columns,
          { key: 'actions', title: t.actions, card: 'none', render: (row) => <Actions source={row} /> },
        ]}
        empty={{ title: t.noSources, help: t.urlHelp }}
      />
    </>
  );
}

function Actions({ source }: { readonly source: AwardSource }): ReactNode {
  const t = useTexts(landingTexts);
  const may = useMay();
  const { message } = App.useApp();
  const decide = useDo(decideAwardSource);
  const pause = useDo(pauseAwardSource);
  const read = useDo(readAwardSourceNow, {
    then: ({ received, broken, refused }) => void message.success(t.readDone(received, broken, refused)),
  });
  return (
    <FeedSourceActions
      source={source}
      mayOpen={may('bidding.openSource')}
      mayRead={may('bidding.subscribe')}
      openEffects={t.openEffects}
      decide={decide}
      pause={pause}
      read={read}
    />
  );
}
