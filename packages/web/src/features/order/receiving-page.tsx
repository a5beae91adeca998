// screen: JS-36, HN-9b
import { listShipments } from '@daylight/api/order-delivery.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { receiveTexts } from './receive-texts.ts';
import { ScanBox } from './scan-box.tsx';
import { useShipmentColumns } from './shipment-columns.tsx';
import './order.css';

/** The storekeeper's page, made for a phone: scan first, then what waits to be checked and to be stocked in. */
export function ReceivingPage(): ReactNode {
  const t = useTexts(receiveTexts);
  const columns = useShipmentColumns('institution');
  return (
    <>
      <PageHead title={t.receiving} note={t.receivingNote} />
      <ScanBox />
      <h2 className="dl-part">{t.today}</h2>
      <DataTable<typeof listShipments>
        id="receiving"
        prefix="r"
        label={t.today}
        endpoint={listShipments}
        query={{ waiting: 'receive' }}
        columns={columns}
        href={(row) => `/receiving/${row.id}`}
        tone={(row) => (row.urgency === 'ordinary' ? null : 'warning')}
        empty={{ title: t.nothingToday, help: t.nothingTodayHelp }}
        everyMs={60_000}
        noExport
        limit={20}
      />
      <h2 className="dl-part">{t.toStock}</h2>
      <DataTable<typeof listShipments>
        id="to-stock"
        prefix="k"
        label={t.toStock}
        endpoint={listShipments}
        query={{ waiting: 'stockIn' }}
        columns={columns}
        href={(row) => `/receiving/${row.id}`}
        noExport
        limit={20}
      />
    </>
  );
}
