import * as reads from '@daylight/api/settlement-read.ts';
import * as statements from '@daylight/api/settlement-statement.ts';
import * as api from '@daylight/api/settlement.ts';
import { type Route, serve } from '../../route.ts';
import { cancel, dispute, verify, verifyMany } from './checks.ts';
import { enter, enterRed } from './invoices.ts';
import * as invoices from './invoice-queries.ts';
import { listOpen, listOwed } from './open-deliveries.ts';
import * as paid from './payment-queries.ts';
import * as payments from './payments.ts';
import { listOrders, readOrder } from './reconciliation.ts';
import { listPairs, readBoard, readPeriod } from './statement-queries.ts';

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
  serve(reads.listInvoices, invoices.listMany),
  serve(reads.readInvoice, invoices.readOne),
  serve(reads.listToInvoice, listOpen),
  serve(reads.listToTakeBack, listOwed),
  serve(reads.listPayments, paid.listMany),
  serve(reads.readPayment, paid.readOne),
  serve(statements.readStatement, readPeriod),
  serve(statements.listBalances, listPairs),
  serve(statements.readOverdue, readBoard),
  serve(statements.listReconciliation, listOrders),
  serve(statements.readReconciliation, readOrder),
];
