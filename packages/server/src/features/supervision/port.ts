import type { zoneFinding } from '@daylight/api/zone.ts';
import type { z } from 'zod';
import type { Money } from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { assert } from '@daylight/rules/result.ts';
import { type Level, type ZoneFinding, isInFocus, zoneFor } from '@daylight/rules/supervision/zone.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { referencesOf } from './reference.ts';

export interface ZoneQuestion {
  readonly listingId: string;
  readonly institutionId: string;
  /** Yuan per purchase unit of the listing as it is today. */
  readonly price: Money;
}

/**
 * The zone of each price (JS-12), in the order asked, with its reference set and rule. Reads real trades up to
 * yesterday; the answer for a price is the same all day. Throws on a listing or institution that does not exist.
 */
export async function zoneOf(
  tx: Tx,
  context: Context,
  questions: readonly ZoneQuestion[],
): Promise<readonly ZoneFinding[]> {
  if (questions.length === 0) return [];
  const listings = await tx
    .selectFrom('listing')
    .select(['id', 'itemCode', 'unitsPerPurchaseUnit'])
    .where('province', '=', context.scope.province)
    .where('id', 'in', [...new Set(questions.map((each) => each.listingId))])
    .execute();
  const institutions = await tx
    .selectFrom('organisation')
    .select(['id', 'level', 'ownership', 'jurisdiction'])
    .where('id', 'in', [...new Set(questions.map((each) => each.institutionId))])
    .execute();
  const listingOf = new Map(listings.map((each) => [each.id, each]));
  const findings = new Map<ZoneQuestion, ZoneFinding>();
  for (const institution of institutions) {
    const own = questions.filter((each) => each.institutionId === institution.id);
    const prices = own.map((question) => {
      const listing = listingOf.get(question.listingId);
      assert(listing !== undefined, `no listing ${question.listingId}`);
      return { ...listing, price: question.price };
    });
    const found = await zonesOfPrices(tx, context, institution, prices);
    for (const [at, question] of own.entries()) {
      const finding = found[at];
      if (finding !== undefined) findings.set(question, finding);
    }
  }
  return questions.map((question) => {
    const finding = findings.get(question);
    assert(finding !== undefined, `no institution ${question.institutionId}`);
    return finding;
  });
}

/** What of an institution decides whose prices it is compared with. */
export interface ZoneInstitution {
  readonly id: string;
  readonly jurisdiction: string;
  readonly level: string | null;
  readonly ownership: string | null;
}
export interface ZonePrice {
  readonly itemCode: string;
  readonly unitsPerPurchaseUnit: number;
  /** Yuan per purchase unit. */
  readonly price: Money;
}

/** The same for who knows listings and institution already, as the placing of orders does: often without a statement. */
export async function zonesOfPrices(
  tx: Tx,
  context: Context,
  institution: ZoneInstitution,
  prices: readonly ZonePrice[],
): Promise<readonly ZoneFinding[]> {
  const { jurisdiction, ownership } = institution;
  const level = institution.level as Level | null;
  const rule = resolve(context.book, 'supervision.zoneRule', jurisdiction, context.today);
  const levelMin = resolve(context.book, 'supervision.zonePublicLevelMin', jurisdiction, context.today).value;
  const inFocus = isInFocus({ ownership, level }, levelMin);
  const peers = { rule: rule.value, level: level ?? '', jurisdiction };
  const itemCodes = prices.map((each) => each.itemCode);
  const references = await referencesOf(tx, context, peers, itemCodes);
  return prices.map(({ itemCode, price, unitsPerPurchaseUnit }) => {
    const reference = references.get(itemCode);
    assert(reference !== undefined, `no reference set of ${itemCode}`);
    return zoneFor(rule, { institutionId: institution.id, price, unitsPerPurchaseUnit, inFocus }, reference);
  });
}

export { type SupplyFigure, supplyFigures } from './supply-figures.ts';
export { reachOf } from './reach.ts';
export { supervisionTodos } from './duties.ts';
export { recomputeProvisional } from './recompute.ts';
export { supervisionCounts } from './todos.ts';
export { type Warning, type WarningKind, raiseWarning } from './warn.ts';

/** A finding as it goes over the wire and into the row of what was offered. */
export function zoneReply(finding: ZoneFinding): z.output<typeof zoneFinding> {
  const { bounds, spread, actions, ...rest } = finding;
  return { ...rest, bounds: [...bounds], spread: [...spread], actions: [...actions] };
}
