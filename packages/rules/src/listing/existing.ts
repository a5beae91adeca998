import { compare, compareOnSmallestUnit } from '../money.ts';
import { listingBasis } from './basis.ts';
import { type Finding, confirm, error, note } from './finding.ts';
import type { Entry, Existing, Verdict } from './import-facts.ts';

interface Outcome {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

/** What a row does to the listing that its code has already: change its price or units, join it, or nothing. */
export function existingFindings(entry: Entry, existing: Existing): Outcome {
  const isOther =
    entry.form !== existing.form ||
    entry.class !== existing.class ||
    entry.manufacturerId !== existing.manufacturerId;
  // Who makes it and how it is bought is not a price adjustment: that listing is withdrawn and a new one made.
  if (isOther) return { verdict: 'bad', findings: [error('listing.identityChanged', { column: 'code' })] };
  const difference = compareOnSmallestUnit(
    entry.price,
    entry.unitsPerPurchaseUnit,
    existing.price,
    existing.unitsPerPurchaseUnit,
  );
  const facts = { price: existing.price, units: existing.unitsPerPurchaseUnit };
  if (entry.origin !== '' && difference >= 0) {
    const merged = note('listing.alreadyListed', { basis: listingBasis.onePlatform, facts });
    return { verdict: 'merged', findings: [merged] };
  }
  if (isSame(entry, existing))
    return { verdict: 'same', findings: [note('listing.alreadyListed', { facts })] };
  const findings: Finding[] = [];
  if (difference > 0)
    findings.push(confirm('listing.priceRaised', { column: 'price', basis: listingBasis.adjusted, facts }));
  if (entry.unitsPerPurchaseUnit !== existing.unitsPerPurchaseUnit)
    findings.push(confirm('listing.conversionChanged', { column: 'units', facts }));
  if (existing.state !== 'listed') findings.push(note('listing.notListedNow'));
  return { verdict: 'reprice', findings };
}

function isSame(entry: Entry, existing: Existing): boolean {
  return (
    compare(entry.price, existing.price) === 0 &&
    entry.unitsPerPurchaseUnit === existing.unitsPerPurchaseUnit &&
    entry.purchaseUnit === existing.purchaseUnit &&
    entry.smallestUnit === existing.smallestUnit
  );
}
