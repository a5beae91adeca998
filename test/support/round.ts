import type { Opening } from '@daylight/server/features/execution/accounts.ts';
import { openAccounts } from '@daylight/server/features/execution/port.ts';
import { command } from '@daylight/server/command.ts';
import { systemContext } from '@daylight/server/context.ts';
import { type Quantity, quantity } from '@daylight/rules/money.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { ok } from '@daylight/rules/result.ts';
import { randomUUID } from 'node:crypto';
import { put } from './market.ts';
import type { TestWorld } from './world.ts';

export interface RoundProduct {
  readonly productId: string;
  readonly manufacturerId: string;
  readonly item: string;
  readonly listingIds: readonly string[];
}

/** A round in its term, with the items and products that a test gives it. */
export interface TestRound {
  readonly tenderId: string;
  readonly number: string;
  readonly from: IsoDate;
  readonly until: IsoDate;
  item(name: string, prefixes: readonly string[]): Promise<string>;
  product(item: string, manufacturerId: string, listingIds: readonly string[]): Promise<RoundProduct>;
  takesPart(institutionId: string, area?: string): Promise<void>;
  /** Opens an institution's accounts as an agreement in force would. */
  open(institutionId: string, lines: readonly { product: RoundProduct; agreed: string }[]): Promise<void>;
}

let rounds = 0;

export async function openRound(
  at: TestWorld,
  options: {
    readonly organiserId: string;
    readonly from?: string;
    readonly until?: string;
    readonly jurisdiction?: string;
  },
): Promise<TestRound> {
  rounds += 1;
  const tenderId = randomUUID();
  const number = `DL${String(rounds).padStart(6, '0')}`;
  const from = (options.from ?? '2026-09-01') as IsoDate;
  const until = (options.until ?? '2027-08-31') as IsoDate;
  const { organiserId, jurisdiction = '320000' } = options;
  const common = { province: 32, organiser_id: organiserId, is_public: true };
  await put(at, 'tender', {
    ...common,
    id: tenderId,
    number,
    title: '医用耗材联盟带量采购',
    level: 'provincial',
    mode: 'tender',
    jurisdiction,
    origin: 'run',
    state: 'executing',
    term_months: 12,
    term_from: from,
    term_until: until,
  });
  return {
    tenderId,
    number,
    from,
    until,
    item: async (name, prefixes) => {
      const item = `i${randomUUID().slice(0, 8)}`;
      await put(at, 'tender_item', {
        ...common,
        tender_id: tenderId,
        item,
        name,
        unit: '支',
        code_prefixes: prefixes,
      });
      return item;
    },
    product: async (item, manufacturerId, listingIds) => {
      const productId = randomUUID();
      await put(at, 'tender_product', {
        ...common,
        id: productId,
        tender_id: tenderId,
        item,
        manufacturer_id: manufacturerId,
        name: '中选产品',
        specification: productId.slice(0, 4),
        class: 'ordinary',
        codes: '[]',
        parts: '[]',
      });
      return { productId, manufacturerId, item, listingIds };
    },
    takesPart: (institutionId, area = '320100') =>
      put(at, 'tender_institution', {
        ...common,
        tender_id: tenderId,
        institution_id: institutionId,
        area,
        via: 'region',
        joined_on: from,
      }),
    open: async (institutionId, lines) => {
      const byMaker = Map.groupBy(lines, ({ product }) => product.manufacturerId);
      for (const [manufacturerId, own] of byMaker) {
        const context = systemContext(at.world, 32, 'test-open');
        const opening: Opening = {
          tenderId,
          agreementId: null,
          institutionId,
          manufacturerId,
          from,
          until,
          lines: own.map(({ product, agreed }) => ({ ...product, agreed: quantity(agreed) as Quantity })),
        };
        await command(context, async (unit) => {
          await openAccounts(context, unit, opening);
          return ok(null);
        });
      }
    },
  };
}
