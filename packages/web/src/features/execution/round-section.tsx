import { readVolumeProgress } from '@daylight/api/execution.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { Section } from '../../ui/details.tsx';
import { TableView } from '../../ui/table-view.tsx';
import type { RoundSectionProps } from '../tender/sections.ts';
import { volumeTexts } from './texts.ts';
import { VolumeBar } from './volume-bar.tsx';

const shown = 5;

/** The products of a round that are furthest behind. */
export function RoundSection({ tenderId }: RoundSectionProps): ReactNode {
  const t = useTexts(volumeTexts);
  const may = useMay();
  const { data } = useAsk(
    readVolumeProgress,
    { query: { tenderId, by: 'product' } },
    { enabled: may('execution.read') },
  );
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section title={t.title} extra={<Go to={`/volumes?tenderId=${tenderId}`}>{t.all}</Go>}>
      <TableView
        inside
        rows={data.items.slice(0, shown)}
        rowKey={(row) => row.key}
        href={(row) => `/volumes?tab=accounts&tenderId=${tenderId}&productId=${row.key}`}
        columns={[
          { key: 'name', title: t.product, card: 'title', render: (row) => row.name },
          {
            key: 'progress',
            title: t.progress,
            render: (row) => (
              <VolumeBar percent={row.percent} termPercent={row.termPercent} behind={row.behind > 0} />
            ),
          },
          { key: 'behind', title: t.behind, align: 'right', render: (row) => row.behind },
        ]}
      />
    </Section>
  );
}
