import type { ShipmentSummary } from '@daylight/api/order-delivery.ts';
import { shipmentStateWords, urgencyWords } from '@daylight/api/order-words.ts';
import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Deadline } from '../../ui/deadline.tsx';
import { DateText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { shipmentTone, urgencyTone } from './states.ts';
import { texts } from './texts.ts';

export function ShipmentMarks({ shipment }: { readonly shipment: ShipmentSummary }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  return (
    <span className="dl-marks">
      <StateTag tone={shipmentTone[shipment.state]}>{say(shipmentStateWords[shipment.state])}</StateTag>
      {shipment.urgency === 'ordinary' ? null : (
        <StateTag tone={urgencyTone[shipment.urgency]}>{say(urgencyWords[shipment.urgency])}</StateTag>
      )}
      {shipment.late ? <StateTag tone="danger">{t.late}</StateTag> : null}
      {shipment.receivedAutomatically ? <StateTag tone="warning">{t.automatic}</StateTag> : null}
    </span>
  );
}

export function useShipmentColumns(kind: OrganisationKind): readonly Column<ShipmentSummary>[] {
  const t = useTexts(texts);
  const say = useSay();
  return [
    { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
    {
      key: 'products',
      title: t.product,
      card: 'title',
      text: (row) => row.products,
      render: (row) => t.productAnd(row.products, row.lineCount),
    },
    {
      key: 'institution',
      title: t.institution,
      ...(kind === 'institution' ? { hidden: true, card: 'none' as const } : {}),
      text: (row) => row.institution.name,
      render: (row) => row.institution.name,
    },
    {
      key: 'distributor',
      title: t.distributor,
      ...(kind === 'distributor' ? { hidden: true, card: 'none' as const } : {}),
      text: (row) => row.distributor.name,
      render: (row) => row.distributor.name,
    },
    {
      key: 'orderNumber',
      title: t.orderNumber,
      nowrap: true,
      card: 'none',
      render: (row) => row.orderNumber,
    },
    {
      key: 'shippedAt',
      title: t.shippedAt,
      nowrap: true,
      text: (row) => row.shippedAt,
      render: (row) => <DateText at={row.shippedAt} time />,
    },
    {
      key: 'due',
      title: t.autoDue,
      text: (row) => row.due?.dueAt ?? '',
      render: (row) =>
        row.due === null ? (
          '—'
        ) : (
          <Deadline dueAt={row.due.dueAt} provisional={row.due.provisional} basis={row.due.basis} compact />
        ),
    },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: (row) => say(shipmentStateWords[row.state]),
      render: (row) => <ShipmentMarks shipment={row} />,
    },
  ];
}
