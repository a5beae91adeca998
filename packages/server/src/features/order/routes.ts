import * as answers from '@daylight/api/order-answer.ts';
import * as deliveries from '@daylight/api/order-delivery.ts';
import * as orders from '@daylight/api/order.ts';
import { type Route, serve } from '../../route.ts';
import { answer, answerInBulk, approve, cancel, urge } from './answer.ts';
import { placeOrdersInBulk, placeOrdersOnce } from './place.ts';
import { previewOrders } from './preview.ts';
import { accept, acceptInBulk, arrive } from './receive.ts';
import { answer as answerReturn, ask } from './returns.ts';
import { ship, shipInBulk } from './ship.ts';
import { stock } from './stock.ts';

export const orderRoutes: readonly Route[] = [
  serve(orders.placeOrders, placeOrdersOnce),
  serve(orders.placeOrderBatch, placeOrdersInBulk),
  serve(orders.previewOrder, previewOrders),
  serve(answers.approveOrder, approve),
  serve(answers.answerOrder, answer),
  serve(answers.answerOrderBatch, answerInBulk),
  serve(answers.cancelOrder, cancel),
  serve(answers.urgeOrder, urge),
  serve(deliveries.shipOrder, ship),
  serve(deliveries.shipBatch, shipInBulk),
  serve(deliveries.arriveShipment, arrive),
  serve(deliveries.acceptShipment, accept),
  serve(deliveries.acceptBatch, acceptInBulk),
  serve(deliveries.stockIn, stock),
  serve(deliveries.askReturn, ask),
  serve(deliveries.answerReturn, answerReturn),
];
