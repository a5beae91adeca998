import * as answers from '@daylight/api/order-answer.ts';
import * as deliveries from '@daylight/api/order-delivery.ts';
import * as carts from '@daylight/api/order-cart.ts';
import * as reads from '@daylight/api/order-read.ts';
import * as scans from '@daylight/api/order-scan.ts';
import * as orders from '@daylight/api/order.ts';
import { type Route, serve, serveExport, serveUpload } from '../../route.ts';
import { answer, answerInBulk, approve, cancel, urge } from './answer.ts';
import { addLines, read as readCart, removeLines, setLines } from './cart.ts';
import { cartWorkbookBytesMax, pasteTable, reorderOne, uploadTable } from './cart-table.ts';
import { exportLines } from './export.ts';
import { placeOrdersInBulk, placeOrdersOnce } from './place.ts';
import { previewOrders } from './preview.ts';
import { readLots } from './lots.ts';
import { listMany, readLists, readOne } from './queries.ts';
import { accept, acceptInBulk, arrive } from './receive.ts';
import { answer as answerReturn, ask } from './returns.ts';
import { scan } from './scan.ts';
import { changeSettings, changeSite, listSites, readSettings } from './settings.ts';
import { ship, shipInBulk } from './ship.ts';
import { listDeliveries, listGoodsReturns, readDelivery } from './shipment-queries.ts';
import { stock } from './stock.ts';

export const orderRoutes: readonly Route[] = [
  serve(carts.readCart, readCart),
  serve(carts.addToCart, addLines),
  serve(carts.setCartLines, setLines),
  serve(carts.removeFromCart, removeLines),
  serve(carts.pasteToCart, pasteTable),
  serveUpload(carts.uploadToCart, cartWorkbookBytesMax, uploadTable),
  serve(carts.reorder, reorderOne),
  serve(carts.readOrderSettings, readSettings),
  serve(carts.changeOrderSettings, changeSettings),
  serve(carts.listOrderSites, listSites),
  serve(carts.changeOrderSite, changeSite),
  serve(reads.listOrders, listMany),
  serveExport(reads.exportOrders, exportLines),
  serve(reads.readOrderLists, readLists),
  serve(reads.readOrder, readOne),
  serve(reads.readOrderLots, readLots),
  serve(deliveries.listShipments, listDeliveries),
  serve(deliveries.readShipment, readDelivery),
  serve(deliveries.listReturns, listGoodsReturns),
  serve(scans.scanReceiving, scan),
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
