// screen: SX-5.3b
import { listUncovered } from '@daylight/api/distribution.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { usePlaceName } from './place-name.ts';
import { texts } from './texts.ts';

/** Where nobody delivers what is listed: the supervisor sees it before an institution has to. */
export function GapListPage(): ReactNode {
  const t = useTexts(texts);
  const placeName = usePlaceName();
  return (
    <>
      <PageHead title={t.gaps} note={t.gapsNote} />
      <DataTable<typeof listUncovered>
        id="delivery-gaps"
        endpoint={listUncovered}
        rowKey={(row) => row.manufacturer.id}
        columns={[
          {
            key: 'manufacturer',
            title: t.manufacturer,
            card: 'title',
            text: (row) => row.manufacturer.name,
            render: (row) => row.manufacturer.name,
          },
          {
            key: 'listings',
            title: t.listingCount,
            align: 'right',
            text: (row) => String(row.listings),
            render: (row) => row.listings,
          },
          {
            key: 'count',
            title: t.uncovered,
            align: 'right',
            nowrap: true,
            text: (row) => String(row.uncovered.length),
            render: (row) => t.of(row.uncovered.length, row.cities),
          },
          {
            key: 'uncovered',
            title: t.missing,
            text: (row) => row.uncovered.map((each) => each.name).join('、'),
            render: (row) => row.uncovered.map(placeName).join('、'),
          },
        ]}
        href={(row) => `/delivery/areas?manufacturerId=${row.manufacturer.id}`}
        empty={{ title: t.noGaps }}
      />
    </>
  );
}
