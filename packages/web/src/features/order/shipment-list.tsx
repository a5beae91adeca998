// screen: JS-36
import { listShipments, shipmentStates } from '@daylight/api/order-delivery.ts';
import { shipmentStateWords } from '@daylight/api/order-words.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor } from '../../session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { useShipmentColumns } from './shipment-columns.tsx';
import { texts } from './texts.ts';
import './order.css';

/** Deliveries, found by lot too: from the lot to the institution. */
export function ShipmentListPage(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const columns = useShipmentColumns(useActor()?.kind ?? 'institution');
  return (
    <>
      <PageHead title={t.shipments} note={t.shipmentsNote} />
      <DataTable<typeof listShipments>
        id="shipments"
        endpoint={listShipments}
        filters={[
          { kind: 'search', name: 'text', label: t.shipmentSearch },
          { kind: 'search', name: 'lot', label: t.lotSearch },
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: shipmentStates.map((value) => ({ value, label: say(shipmentStateWords[value]) })),
          },
          { kind: 'days', name: 'from', until: 'until', label: t.shippedAt },
        ]}
        columns={columns}
        href={(row) => `/shipments/${row.id}`}
        tone={(row) => (row.late ? 'danger' : null)}
        empty={{ title: t.noShipments }}
      />
    </>
  );
}
