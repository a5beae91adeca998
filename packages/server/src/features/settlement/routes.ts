import * as api from '@daylight/api/settlement.ts';
import { type Route, serve } from '../../route.ts';
import { cancel, dispute, verify, verifyMany } from './checks.ts';
import { enter, enterRed } from './invoices.ts';
import * as payments from './payments.ts';

export const settlementRoutes: readonly Route[] = [
  serve(api.enterInvoice, enter),
  serve(api.enterRedInvoice, enterRed),
  serve(api.cancelInvoice, cancel),
  serve(api.verifyInvoice, verify),
  serve(api.verifyInvoices, verifyMany),
  serve(api.disputeInvoice, dispute),
  serve(api.recordPayment, payments.record),
  serve(api.reversePayment, payments.reverse),
  serve(api.confirmPayment, payments.confirm),
  serve(api.disputePayment, payments.dispute),
];
