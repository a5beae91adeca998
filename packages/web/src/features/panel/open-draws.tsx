// screen: HN-15, HN-16
import { listDraws } from '@daylight/api/panel.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { usePlatform, usePlatformFilter } from '../portal/platform.ts';
import { drawTexts } from './draw-texts.ts';
import { texts } from './texts.ts';

type Row = RowOf<typeof listDraws>;
const stageOf = (row: Row) =>
  row.drawnAt !== null ? 'drawn' : row.frozenAt !== null ? 'frozen' : 'committed';
const tones = { drawn: 'good', frozen: 'working', committed: 'waiting' } as const;

/** Every draw with what is fixed of it so far, for anyone. */
export function OpenDrawsPage(): ReactNode {
  const t = useTexts(texts);
  const d = useTexts(drawTexts);
  const say = useSay();
  const jurisdiction = usePlatform();
  return (
    <>
      <PageHead title={d.drawsTitle} note={d.drawsNote} />
      <DataTable<typeof listDraws>
        id="open-draws"
        endpoint={listDraws}
        query={{ jurisdiction }}
        filters={[usePlatformFilter()]}
        columns={[
          {
            key: 'title',
            title: t.title,
            card: 'title',
            text: (row) => say(row.title),
            render: (row) => say(row.title),
          },
          { key: 'name', title: t.number, nowrap: true, render: (row) => row.name },
          {
            key: 'committedAt',
            title: d.committedAt,
            text: (row) => row.committedAt,
            render: (row) => <DateText at={row.committedAt} time />,
          },
          {
            key: 'drawnAt',
            title: d.drawnAt,
            text: (row) => row.drawnAt ?? '',
            render: (row) => (row.drawnAt === null ? '—' : <DateText at={row.drawnAt} time />),
          },
          {
            key: 'state',
            title: d.drawState,
            card: 'state',
            text: (row) => d.drawStates[stageOf(row)],
            render: (row) => <StateTag tone={tones[stageOf(row)]}>{d.drawStates[stageOf(row)]}</StateTag>,
          },
        ]}
        href={(row) => `/open/panel-draws/${row.id}?jurisdiction=${jurisdiction}`}
        empty={{ title: d.noDraws }}
      />
    </>
  );
}
