// screen: SX-5.3b, JS-35
import { listChoices } from '@daylight/api/distribution.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { Candidates } from './candidates.tsx';
import { choiceTone, texts } from './texts.ts';

/** Per manufacturer: who delivers to one's institution, and the choice where there are several. */
export function ChoiceListPage(): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <PageHead title={t.choices} note={t.choicesNote} />
      <DataTable<typeof listChoices>
        id="delivery-choices"
        endpoint={listChoices}
        filters={[
          { kind: 'search', name: 'search', label: t.manufacturer },
          { kind: 'flag', name: 'open', label: t.onlyOpen },
        ]}
        above={(reply) => <p className="dl-soft">{t.openCount(reply.openCount)}</p>}
        columns={[
          {
            key: 'manufacturer',
            title: t.manufacturer,
            card: 'title',
            text: (row) => row.manufacturer.name,
            render: (row) => row.manufacturer.name,
          },
          {
            key: 'candidates',
            title: t.distributor,
            text: (row) => row.candidates.map((each) => each.distributor.name).join('、'),
            render: (row) => <Candidates candidates={row.candidates} />,
          },
          stateColumn(t.state, t.choiceStates, choiceTone),
        ]}
        tone={(row) => (row.state === 'choose' ? 'warning' : null)}
        empty={{ title: t.noChoices }}
      />
    </>
  );
}
