import type { EvidenceRecord, LowestShape } from '@daylight/api/linkage-shapes.ts';
import { recordFindingText } from '@daylight/api/linkage-findings.ts';
import type { RecordFinding } from '@daylight/rules/linkage/finding.ts';
import { type LowestPrice, reasonText } from '@daylight/rules/linkage/lowest.ts';
import type { PriceRecord } from '@daylight/rules/linkage/record.ts';
import { perSmallestUnit } from '@daylight/rules/money.ts';

/** A record as it goes over the wire and into what a duty or a run rests on. */
export function evidenceOf(record: PriceRecord): EvidenceRecord {
  const { itemCode: _, ...rest } = record;
  return { ...rest, smallestUnitPrice: perSmallestUnit(record.price, record.unitsPerPurchaseUnit) };
}

/** Enough of what was passed over to see why; the rest is on the page of the item. */
const passedOverMax = 20;

export function lowestReply(lowest: LowestPrice): LowestShape {
  return {
    price: lowest.price,
    unitsPerPurchaseUnit: lowest.unitsPerPurchaseUnit,
    smallestUnitPrice: lowest.smallestUnitPrice,
    records: lowest.records.map(evidenceOf),
    passedOver: lowest.passedOver.slice(0, passedOverMax).map(({ record, reason }) => ({
      ...evidenceOf(record),
      reason,
      reasonText: { ...reasonText(reason) },
    })),
    provinces: lowest.provinces,
    basis: [...lowest.basis],
    wouldChange: lowest.wouldChange.map((each) => ({ ...each })),
  };
}

export function findingsReply(findings: readonly RecordFinding[]) {
  return findings.map((each) => ({ ...each, text: recordFindingText(each.code, each.facts) }));
}

/** The findings of a severity as one sentence, for a refusal. */
export function problemText(findings: readonly RecordFinding[], severity: RecordFinding['severity']): string {
  return findings
    .filter((each) => each.severity === severity)
    .map((each) => recordFindingText(each.code, each.facts).zh)
    .join('；');
}
