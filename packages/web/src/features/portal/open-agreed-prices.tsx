// screen: JS-11, HN-16
import { listPublicAgreedPrices } from '@daylight/api/portal.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { useAgreedColumns } from './agreed-columns.tsx';
import { usePlatform, usePlatformFilter } from './platform.ts';
import { texts } from './texts.ts';

/** JS-11: what institutions agreed on, for others to refer to. */
export function OpenAgreedPricesPage(): ReactNode {
  const t = useTexts(texts);
  const jurisdiction = usePlatform();
  return (
    <>
      <PageHead title={t.agreed} note={t.agreedNote} />
      <DataTable
        id="open-agreed-prices"
        endpoint={listPublicAgreedPrices}
        query={{ jurisdiction }}
        filters={[usePlatformFilter()]}
        columns={useAgreedColumns()}
        href={(row) => `/open/listings/${row.listingId}?jurisdiction=${jurisdiction}`}
        empty={{ title: t.noAgreed }}
      />
    </>
  );
}
