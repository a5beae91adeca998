import type { OrderLineView, OrderSummary } from '@daylight/api/order-read.ts';
import type { ShipmentSummary } from '@daylight/api/order-delivery.ts';
import type { Tone } from '../../ui/tags.tsx';

export const orderTone: Readonly<Record<OrderSummary['state'], Tone>> = {
  'waiting-approval': 'waiting',
  placed: 'waiting',
  confirmed: 'working',
  shipping: 'working',
  done: 'good',
  refused: 'danger',
  cancelled: 'ended',
  expired: 'warning',
};
export const lineTone: Readonly<Record<OrderLineView['state'], Tone>> = {
  waiting: 'waiting',
  confirmed: 'working',
  'part-shipped': 'working',
  shipped: 'working',
  'part-accepted': 'working',
  accepted: 'good',
  rejected: 'danger',
  refused: 'danger',
  cancelled: 'ended',
  expired: 'warning',
};
export const shipmentTone: Readonly<Record<ShipmentSummary['state'], Tone>> = {
  sent: 'working',
  'part-received': 'working',
  received: 'good',
  stocked: 'good',
};
export const urgencyTone: Readonly<Record<OrderSummary['urgency'], Tone>> = {
  ordinary: 'plain',
  urgent: 'warning',
  critical: 'danger',
};
