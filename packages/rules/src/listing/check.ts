import { compareOnSmallestUnit } from '../money.ts';
import { type PolicyBook, type ProvisionOf, resolve } from '../policy/book.ts';
import { basisOf } from '../policy/provision.ts';
import type { ManagingLevel } from '../policy/shapes.ts';
import type { IsoDate } from '../time.ts';
import { listingBasis } from './basis.ts';
import { deviationFrom, medianOf } from './deviation.ts';
import { type Written, classNames } from './entry.ts';
import { type Finding, confirm, error, note } from './finding.ts';
import { existingFindings } from './existing.ts';
import type { Entry, ImportFacts, ItemFacts, Verdict } from './import-facts.ts';
import { platformOf } from './visibility.ts';

export interface ImportRules {
  readonly book: PolicyBook;
  /** Whose directory is imported: a platform's or, until unification, a city's (JS-5). */
  readonly jurisdiction: string;
  readonly on: IsoDate;
}

/** The provisions of the day, found once for all rows. */
interface InForce {
  readonly on: IsoDate;
  readonly code: ProvisionOf<'catalogue.requireCode'>;
  readonly certificate: ProvisionOf<'catalogue.requireCertificate'>;
  readonly managedBy: ProvisionOf<'listing.managedBy'>;
  readonly deviation: ProvisionOf<'listing.priceDeviationWarn'>;
  /** Who keeps the directory that is imported. */
  readonly here: ManagingLevel;
}

function inForce({ book, jurisdiction, on }: ImportRules): InForce {
  return {
    on,
    code: resolve(book, 'catalogue.requireCode', jurisdiction, on),
    certificate: resolve(book, 'catalogue.requireCertificate', jurisdiction, on),
    managedBy: resolve(book, 'listing.managedBy', jurisdiction, on),
    deviation: resolve(book, 'listing.priceDeviationWarn', jurisdiction, on),
    here: platformOf(book, jurisdiction, on) === jurisdiction ? 'province' : 'city',
  };
}

export interface RowToCheck {
  readonly row: number;
  readonly written: Written;
  readonly findings: readonly Finding[];
}

export interface CheckedRow {
  readonly row: number;
  readonly verdict: Verdict;
  readonly entry: Entry | null;
  readonly findings: readonly Finding[];
}

/**
 * Decides every row of a workbook against the code database, the manufacturers and what is listed already. Rows of several
 * former platforms for one code become one listing at the lowest price, and each keeps where it came from (HN-1).
 */
export function checkRows(
  rows: readonly RowToCheck[],
  facts: ImportFacts,
  given: ImportRules,
): readonly CheckedRow[] {
  const rules = inForce(given);
  const single = rows.map((each) => checkAlone(each, facts, rules));
  const bases = basesByCode(single);
  const firsts = new Map<string, number>();
  const groups = Map.groupBy(
    single.flatMap(({ entry }) => (entry === null ? [] : [entry])),
    (entry) => entry.productCode,
  );
  return single.map(({ row, entry, findings }) => {
    if (entry === null) return { row, verdict: 'bad', entry, findings };
    const key = `${entry.itemCode}\n${entry.origin}`;
    const first = firsts.get(key);
    if (first !== undefined) {
      const twice = error('listing.duplicateRow', { column: 'code', facts: { row: first } });
      return { row, verdict: 'bad', entry: null, findings: [...findings, twice] };
    }
    firsts.set(key, row);
    const base = bases.get(entry.itemCode);
    if (base !== undefined && base.row !== row) {
      const merged = note('listing.mergedInto', {
        basis: listingBasis.onePlatform,
        facts: { row: base.row },
      });
      return { row, verdict: 'merged', entry, findings: [...findings, merged] };
    }
    return placed(row, entry, [...findings, ...priceFindings(entry, groups, facts, rules)]);
  });
}

/** The row whose price a code is listed at: the lowest on the smallest unit, the earlier of equals. */
function basesByCode(rows: readonly Alone[]): Map<string, { row: number; entry: Entry }> {
  const bases = new Map<string, { row: number; entry: Entry }>();
  for (const { row, entry } of rows) {
    if (entry === null) continue;
    const base = bases.get(entry.itemCode);
    if (
      base === undefined ||
      compareOnSmallestUnit(
        entry.price,
        entry.unitsPerPurchaseUnit,
        base.entry.price,
        base.entry.unitsPerPurchaseUnit,
      ) < 0
    )
      bases.set(entry.itemCode, { row, entry });
  }
  return bases;
}

function placed(row: number, entry: Entry, findings: readonly Finding[]): CheckedRow {
  if (entry.existing === null) return { row, verdict: 'new', entry, findings };
  const { verdict, findings: more } = existingFindings(entry, entry.existing);
  const all = [...findings, ...more];
  if (more.some((each) => each.severity === 'error'))
    return { row, verdict: 'bad', entry: null, findings: all };
  // What stays as it is needs no explanation of its price.
  return {
    row,
    verdict,
    entry,
    findings: verdict === 'reprice' ? all : all.filter((each) => each.severity !== 'confirm'),
  };
}

interface Alone {
  readonly row: number;
  readonly entry: Entry | null;
  readonly findings: readonly Finding[];
}

/** One row against the facts, without its neighbours. */
function checkAlone(
  { row, written, findings: before }: RowToCheck,
  facts: ImportFacts,
  rules: InForce,
): Alone {
  const item = written.itemCode === null ? null : (facts.items.get(written.itemCode) ?? null);
  const makers = facts.manufacturers.get(written.manufacturer) ?? [];
  const audience = audienceOfRow(written, facts);
  const findings = [
    ...before,
    ...codeFindings(written, item, rules),
    ...managerFindings(written, rules),
    ...manufacturerFindings(written, item, makers),
    ...audience.findings,
    ...dayFindings(written, rules),
  ];
  const [manufacturerId] = makers;
  const { itemCode, price, unitsPerPurchaseUnit, form, managedBy } = written;
  const bad = findings.some((each) => each.severity === 'error');
  if (bad || item === null || manufacturerId === undefined || itemCode === null)
    return { row, entry: null, findings };
  if (
    price === null ||
    unitsPerPurchaseUnit === null ||
    form === null ||
    managedBy === null ||
    written.class === null
  )
    return { row, entry: null, findings };
  const { purchaseUnit, smallestUnit, termUntil, origin, explanation } = written;
  const entry: Entry = {
    itemCode,
    productCode: item.productCode,
    codeRelease: item.releaseId,
    price,
    purchaseUnit,
    smallestUnit,
    unitsPerPurchaseUnit,
    form,
    class: written.class,
    managedBy,
    manufacturerId,
    listedOn: written.listedOn ?? rules.on,
    termUntil,
    audienceInstitutions: audience.institutions,
    audienceAreas: audience.areas,
    origin,
    explanation,
    existing: facts.existing.get(itemCode) ?? null,
  };
  return { row, entry, findings };
}

function codeFindings(written: Written, item: ItemFacts | null, rules: InForce): Finding[] {
  if (written.itemCode === null) return [];
  const code = { code: written.itemCode };
  const basis = basisOf(rules.code);
  if (item === null) return [error('listing.codeUnknown', { column: 'code', basis, facts: code })];
  const findings: Finding[] = [];
  const about = { column: 'code', basis, facts: { ...code, successor: item.replacedBy } } as const;
  if (item.state === 'disabled') findings.push(error('listing.codeDisabled', about));
  if (item.state === 'transcoded') findings.push(error('listing.codeTranscoded', about));
  const certified = rules.certificate;
  if (certified.value && item.certificate === '')
    findings.push(error('listing.certificateMissing', { column: 'code', basis: basisOf(certified) }));
  else if (certified.value && item.certificateFlag !== null) {
    const certificateFacts = { certificate: item.certificate, flag: item.certificateFlag };
    findings.push(
      error('listing.certificateDoubtful', {
        column: 'code',
        basis: basisOf(certified),
        facts: certificateFacts,
      }),
    );
  }
  if (written.productName !== '' && folded(written.productName) !== folded(item.productName)) {
    const expected = { expected: item.productName };
    findings.push(
      error('listing.nameDiffers', { column: 'productName', basis: listingBasis.coded, facts: expected }),
    );
  }
  return findings;
}

function folded(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();
}

/** Who manages a class is set by the pack, and only who manages it may list it (JS-5, HN-1). */
function managerFindings(written: Written, { managedBy: rule, here }: InForce): Finding[] {
  if (written.class === null || written.managedBy === null) return [];
  const manager = rule.value[written.class];
  const name = classNames[written.class];
  const facts = { class: name, manager: manager === 'province' ? '省级' : '市级' };
  const about = { basis: basisOf(rule), facts };
  if (manager !== written.managedBy)
    return [error('listing.managerMisfit', { column: 'managedBy', ...about })];
  return manager === here ? [] : [error('listing.notManagedHere', { column: 'class', ...about })];
}

function manufacturerFindings(
  written: Written,
  item: ItemFacts | null,
  makers: readonly string[],
): Finding[] {
  if (written.manufacturer === '') return [];
  const facts = { written: written.manufacturer.slice(0, 100) };
  if (makers.length === 0) return [error('listing.manufacturerUnknown', { column: 'manufacturer', facts })];
  if (makers.length > 1) return [error('listing.manufacturerAmbiguous', { column: 'manufacturer', facts })];
  if (item === null || isCreditCode(written.manufacturer)) return [];
  const known = [item.manufacturer, item.registrant].map(folded);
  if (known.includes(folded(written.manufacturer))) return [];
  // The national agent of an imported product counts as manufacturer (HN-6b), so this is a question, not an error.
  return [
    confirm('listing.manufacturerDiffers', {
      column: 'manufacturer',
      facts: { expected: item.manufacturer },
    }),
  ];
}

function isCreditCode(text: string): boolean {
  return /^[0-9A-Z]{18}$/i.test(text);
}

interface AudienceOfRow {
  readonly institutions: readonly string[];
  readonly areas: readonly string[];
  readonly findings: readonly Finding[];
}

/** A filed listing names its one institution (JS-18), a selected one the members of its round (JS-20). */
function audienceOfRow(written: Written, facts: ImportFacts): AudienceOfRow {
  if (written.form === null || written.form === 'sunshine')
    return { institutions: [], areas: [], findings: [] };
  const column = 'audience';
  const basis = written.form === 'filing' ? listingBasis.filedByItself : listingBasis.members;
  if (written.audience.length === 0)
    return { institutions: [], areas: [], findings: [error('listing.audienceMissing', { column, basis })] };
  const institutions = new Set<string>();
  const areas = new Set<string>();
  const findings: Finding[] = [];
  for (const name of written.audience) {
    const ids = facts.institutions.get(name) ?? [];
    if (facts.areas.has(name)) areas.add(facts.areas.get(name) ?? name);
    else if (ids.length === 1) institutions.add(ids[0] ?? '');
    else findings.push(error('listing.audienceUnknown', { column, facts: { written: name.slice(0, 60) } }));
  }
  const isOne = institutions.size === 1 && areas.size === 0;
  if (written.form === 'filing' && findings.length === 0 && !isOne)
    findings.push(error('listing.audienceNotOne', { column, basis }));
  return { institutions: [...institutions], areas: [...areas], findings };
}

function dayFindings(written: Written, { on }: InForce): Finding[] {
  const findings: Finding[] = [];
  if (written.listedOn !== null && written.listedOn > on)
    findings.push(error('listing.dateInFuture', { column: 'listedOn', facts: { day: written.listedOn } }));
  if (written.termUntil !== null && written.termUntil < on)
    findings.push(error('listing.termOver', { column: 'termUntil', facts: { day: written.termUntil } }));
  return findings;
}

/** A price far from the same product's other listings is usually a wrong conversion: it has to be explained. */
function priceFindings(
  entry: Entry,
  groups: ReadonlyMap<string, readonly Entry[]>,
  facts: ImportFacts,
  { deviation: rule }: InForce,
): Finding[] {
  const others = (facts.siblings.get(entry.productCode) ?? []).filter(
    (each) => each.itemCode !== entry.itemCode,
  );
  const inFile = groups.get(entry.productCode) ?? [];
  const references = entry.existing !== null ? [entry.existing] : others.length > 0 ? others : inFile;
  // Two rows alone cannot say which of them is wrong.
  const median = references === inFile && inFile.length < 3 ? null : medianOf(references);
  if (median === null || median === entry) return [];
  const deviation = deviationFrom(entry, median, rule.value);
  if (!deviation.beyond) return [];
  const { over, under } = rule.value;
  return [
    confirm('listing.priceDeviates', {
      column: 'price',
      basis: basisOf(rule),
      facts: { ...deviation.facts, share: `${(over * 100) / under}%`, others: references.length },
    }),
  ];
}
