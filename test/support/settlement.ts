import * as api from '@daylight/api/settlement.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { type Delivery, type DeliveryLine, deliver } from './deliveries.ts';
import { type Answer, type Person, type TestWorld, openTestWorld } from './world.ts';

type InvoiceAfter = ReplyOf<typeof api.enterInvoice>;
type PaymentAfter = ReplyOf<typeof api.recordPayment>;

/** A hospital with its accountant, a distributor with its own, and the steps they take most. */
export interface SettlementWorld {
  readonly world: TestWorld;
  readonly accountant: Person;
  readonly seller: Person;
  readonly manufacturerId: string;
  deliverTo(lines: readonly DeliveryLine[]): Promise<Delivery>;
  /** The face of an invoice over lots of a delivery, with a tax number of its own. */
  faceOf(delivery: Delivery, amount: string, lines: readonly [line: number, quantity: string][]): Face;
  enter(
    delivery: Delivery,
    amount: string,
    lines: readonly [line: number, quantity: string][],
  ): Promise<InvoiceAfter>;
  verify(invoice: InvoiceAfter): Promise<InvoiceAfter>;
  /** A delivery of one lot, invoiced whole and verified. */
  verifiedInvoice(
    price: string,
    quantity: string,
    amount: string,
  ): Promise<{ delivery: Delivery; invoice: InvoiceAfter }>;
  pay(
    allocations: readonly { invoiceId: string; amount: string }[],
    amount: string,
  ): Promise<Answer<PaymentAfter>>;
  lastReference(): string;
}

interface Face {
  invoiceNumber: string;
  issuedOn: string;
  amount: string;
  lines: { shipmentId: string; line: number; quantity: string }[];
}

export async function openSettlementWorld(
  options: { readonly jurisdiction?: string; readonly start?: string } = {},
): Promise<SettlementWorld> {
  const world = await openTestWorld(options.start);
  const place = { jurisdiction: options.jurisdiction ?? '320100' };
  const accountant = await world.person(await world.organisation({ kind: 'institution', ...place }), [
    'accountant',
  ]);
  const seller = await world.person(await world.organisation({ kind: 'distributor', ...place }), [
    'accountant',
  ]);
  const manufacturerId = await world.organisation({ kind: 'manufacturer', ...place });
  let numbers = 0;
  let references = 0;
  const self: SettlementWorld = {
    world,
    accountant,
    seller,
    manufacturerId,
    deliverTo: (lines) =>
      deliver(world, {
        institutionId: accountant.organisationId,
        distributorId: seller.organisationId,
        manufacturerId,
        lines,
      }),
    faceOf: (delivery, amount, lines) => {
      numbers += 1;
      return {
        invoiceNumber: `2632${String(numbers).padStart(16, '0')}`,
        issuedOn: shanghaiDate(world.now()),
        amount,
        lines: lines.map(([line, quantity]) => ({ shipmentId: delivery.shipmentId, line, quantity })),
      };
    },
    enter: async (delivery, amount, lines) =>
      (await seller.call(api.enterInvoice, { body: self.faceOf(delivery, amount, lines) })).value,
    verify: async ({ id, version }) =>
      (await accountant.call(api.verifyInvoice, { params: { invoiceId: id }, body: { version } })).value,
    verifiedInvoice: async (price, quantity, amount) => {
      const delivery = await self.deliverTo([{ price, quantity }]);
      return { delivery, invoice: await self.verify(await self.enter(delivery, amount, [[1, quantity]])) };
    },
    pay: (allocations, amount) => {
      references += 1;
      const paidOn = shanghaiDate(world.now());
      return accountant.call(api.recordPayment, {
        body: { amount, paidOn, bankReference: self.lastReference(), allocations: [...allocations] },
      });
    },
    lastReference: () => `BANK-${references}`,
  };
  return self;
}
