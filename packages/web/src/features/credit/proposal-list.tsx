// screen: JS-38, SX-5.3c
import { listProposals } from '@daylight/api/credit-proposal.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { proposalTexts } from './proposal-texts.ts';
import { proposalTone } from './tones.ts';

/** Bad records that arose on the platform and wait for an officer. */
export function ProposalListPage(): ReactNode {
  const t = useTexts(proposalTexts);
  const say = useSay();
  return (
    <>
      <PageHead title={t.title} note={t.note} />
      <DataTable
        id="credit-proposals"
        endpoint={listProposals}
        filters={[choice('state', t.state, t.states)]}
        columns={[
          {
            key: 'enterprise',
            title: t.enterprise,
            card: 'title',
            text: (row) => row.enterprise.name,
            render: (row) => <TwoLines below={row.number}>{row.enterprise.name}</TwoLines>,
          },
          {
            key: 'ground',
            title: t.ground,
            text: (row) => say(row.ground),
            render: (row) => say(row.ground),
          },
          {
            key: 'source',
            title: t.sourceDocument,
            text: (row) => row.sourceDocument,
            render: (row) => row.sourceDocument,
          },
          {
            key: 'proposedAt',
            title: t.proposedAt,
            nowrap: true,
            text: (row) => row.proposedAt,
            render: (row) => <DateText at={row.proposedAt} />,
          },
          stateColumn(t.state, t.states, proposalTone),
        ]}
        href={(row) => `/credit/proposals/${row.id}`}
        empty={{ title: t.none }}
      />
    </>
  );
}
