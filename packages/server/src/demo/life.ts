import type { Money, Quantity } from '@daylight/rules/money.ts';
import type { Instant } from '@daylight/rules/time.ts';
import type { Agenda } from './agenda.ts';
import type { Buyer, Market, Product } from './market.ts';
import { type Placed, type Province, inParallel, organisationOf } from './province.ts';

/** A bargain as its sides remember it; its state is read before each step, for the clock may have moved it. */
export interface Deal {
  /** Stable within the demo; chance about the bargain is asked with it. */
  readonly key: string;
  readonly id: string;
  readonly institution: Placed;
  readonly product: Product;
  readonly price: Money;
}

export interface Purchase {
  readonly key: string;
  readonly id: string;
  readonly buyer: Buyer;
  readonly distributor: Placed;
  readonly urgent: boolean;
  /** In the order of the order's lines, which count from 1. */
  readonly products: readonly Product[];
}

export interface Delivery {
  readonly key: string;
  readonly id: string;
  readonly purchase: Purchase;
  /** In the order of the delivery's lines, which count from 1. */
  readonly quantities: readonly Quantity[];
}

export interface Bill {
  readonly key: string;
  readonly id: string;
  readonly delivery: Delivery;
}

export interface Transfer {
  readonly key: string;
  readonly id: string;
  readonly institution: Placed;
  readonly distributor: Placed;
}

interface Wish {
  readonly key: string;
  readonly buyer: Buyer;
}

/** What is planned, by phase of the day. Who does it stands beside each matter. */
export interface Matters {
  readonly giveEvidence: { readonly deal: Deal };
  readonly verifyEvidence: { readonly deal: Deal };
  readonly openBargain: Wish;
  readonly joinPool: { readonly deal: Deal; readonly joiner: Buyer };
  readonly answerOffer: { readonly deal: Deal; readonly how: 'accept' | 'counter' | 'refuse' };
  readonly answerCounter: { readonly deal: Deal; readonly how: 'accept' | 'renew' | 'withdraw' };
  readonly placeOrder: Wish;
  readonly approveOrder: { readonly purchase: Purchase };
  readonly cancelOrder: { readonly purchase: Purchase };
  readonly urgeOrder: { readonly purchase: Purchase };
  readonly confirmOrder: { readonly purchase: Purchase };
  readonly ship: { readonly purchase: Purchase; readonly part: 'all' | 'first' | 'rest' };
  readonly arrive: { readonly delivery: Delivery };
  readonly accept: { readonly delivery: Delivery; readonly part: 'all' | 'first' | 'rest' };
  readonly stockIn: { readonly delivery: Delivery };
  readonly askReturn: { readonly delivery: Delivery };
  readonly answerReturn: { readonly delivery: Delivery; readonly returnId: string };
  readonly enterInvoice: { readonly delivery: Delivery };
  readonly enterRedInvoice: { readonly bill: Bill };
  readonly cancelInvoice: { readonly bill: Bill };
  readonly verifyInvoice: { readonly bill: Bill };
  readonly pay: { readonly bill: Bill };
  readonly reversePayment: { readonly transfer: Transfer };
  readonly confirmPayment: { readonly transfer: Transfer };
}

export type Phase = keyof Matters;

/** When each phase begins in Shanghai; they follow one another in this order. */
export const phases: Readonly<Record<Phase, string>> = {
  giveEvidence: '08:40',
  verifyEvidence: '08:55',
  openBargain: '09:10',
  joinPool: '09:35',
  answerOffer: '09:50',
  answerCounter: '10:15',
  placeOrder: '10:30',
  cancelOrder: '10:50',
  urgeOrder: '10:55',
  approveOrder: '11:05',
  confirmOrder: '11:20',
  ship: '13:40',
  arrive: '14:10',
  accept: '14:30',
  stockIn: '15:10',
  askReturn: '15:30',
  answerReturn: '15:50',
  enterInvoice: '16:05',
  enterRedInvoice: '16:20',
  cancelInvoice: '16:30',
  verifyInvoice: '16:40',
  pay: '16:55',
  reversePayment: '17:10',
  confirmPayment: '17:20',
};

/** The province with its market while its days are lived. */
export interface Life {
  readonly demo: Province;
  readonly market: Market;
  readonly agenda: Agenda<Matters>;
  /** Who bargained for what. */
  readonly asked: Set<string>;
  /** By id: orders name their distributor by it. */
  readonly distributors: ReadonlyMap<string, Placed>;
  /** The invoice of a delivery, by the delivery's id. */
  readonly bills: Map<string, Bill>;
  /** What a page shows now to the one who acts on it. */
  bargainNow(id: string): Promise<BargainNow>;
  orderNow(id: string): Promise<OrderNow>;
  ordersNow(ids: readonly string[]): Promise<ReadonlyMap<string, OrderNow>>;
  lotsNow(shipmentIds: readonly string[]): Promise<ReadonlyMap<string, readonly LotNow[]>>;
  billsNow(ids: readonly string[]): Promise<ReadonlyMap<string, BillNow>>;
}

export interface BargainNow {
  readonly version: number;
  readonly state: string;
  readonly turn: string | null;
  readonly kind: string;
  readonly price: Money;
  readonly counterPrice: Money | null;
  readonly offeredAt: Instant;
}

export interface OrderNow {
  readonly version: number;
  readonly state: string;
  readonly lines: readonly {
    readonly line: number;
    readonly price: Money;
    readonly quantity: Quantity;
    readonly open: Quantity;
  }[];
}

/** One line of a delivery. */
export interface LotNow {
  readonly line: number;
  readonly orderLine: number;
  readonly accepted: Quantity;
  readonly stocked: Quantity;
  readonly returned: Quantity;
  readonly invoiced: Quantity;
  /** Nothing of it is left to accept or reject. */
  readonly isChecked: boolean;
}

export interface BillNow {
  readonly version: number;
  readonly state: string;
  readonly amount: Money;
  readonly takenBack: Money;
  readonly paid: Money;
}

/** Organisations that act side by side; what one of them does in a phase goes one after the other. */
const width = 4;

/** Lets every organisation that has something to do in a phase do it. */
export async function doAll<P extends Phase>(
  { agenda }: Life,
  phase: P,
  act: (matters: readonly Matters[P][], who: string) => Promise<void>,
): Promise<void> {
  await inParallel([...agenda.take(phase)], width, ([who, matters]) => act(matters, who));
}

/** The same, one matter after the other. */
export async function doEach<P extends Phase>(
  life: Life,
  phase: P,
  act: (matter: Matters[P]) => Promise<void>,
): Promise<void> {
  await doAll(life, phase, async (matters) => {
    for (const matter of matters) await act(matter);
  });
}

/** The organisations whose people sign in first: their pages are to have something to do on them. */
export interface First {
  readonly buyer: Buyer;
  readonly maker: Placed;
  readonly distributor: Placed;
  readonly bureau: Placed;
}

export function firstOf({ demo, market }: Pick<Life, 'demo' | 'market'>): First {
  const buyer = market.buyers.find(({ institution }) => institution.suffix === '');
  if (buyer === undefined) throw new Error('the first institution buys nothing');
  return {
    buyer,
    maker: organisationOf(demo, 'manufacturer-1'),
    distributor: organisationOf(demo, 'distributor-320100-1'),
    bureau: organisationOf(demo, 'bureau'),
  };
}
