// screen: HN-15, HN-16
import { listCheckpoints } from '@daylight/api/journal.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor } from '../../session.ts';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import './journal.css';
import { texts } from './texts.ts';

const firstProvince = 32;

/** Anyone may keep a checkpoint and compare it years later. */
export function CheckpointsPage(): ReactNode {
  const t = useTexts(texts);
  const actor = useActor();
  const province = actor === null || actor.province === 0 ? firstProvince : actor.province;
  const { data, error, refetch } = useAsk(listCheckpoints, { query: { province } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <>
      <PageHead title={t.checkpoints} note={t.checkpointsNote} />
      <TableView
        rows={data.items}
        rowKey={(row) => String(row.position)}
        empty={t.none}
        columns={[
          { key: 'position', title: t.position, align: 'right', width: 120, render: (row) => row.position },
          {
            key: 'sealedAt',
            title: t.sealedAt,
            width: 200,
            render: (row) => <DateText at={row.sealedAt} time />,
          },
          {
            key: 'chainHash',
            title: t.hash,
            card: 'title',
            render: (row) => <code className="dl-journal-id">{row.chainHash}</code>,
          },
        ]}
      />
    </>
  );
}
