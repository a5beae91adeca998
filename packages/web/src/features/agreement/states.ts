import type { listAgreements } from '@daylight/api/agreement.ts';
import type { RowOf } from '../../ui/data-table.tsx';
import type { Tone } from '../../ui/tags.tsx';

export type AgreementItem = RowOf<typeof listAgreements>;

export const agreementTone: Readonly<Record<AgreementItem['state'], Tone>> = {
  open: 'waiting',
  signed: 'working',
  inForce: 'good',
  ended: 'ended',
  void: 'danger',
};
export const agreementStates = ['open', 'signed', 'inForce', 'ended', 'void'] as const;
