import { randomUUID } from 'node:crypto';
import { checkAdmission, decideAdmission } from '@daylight/api/admission-check.ts';
import { type DraftBody, draftAdmission, readAdmission, submitAdmission } from '@daylight/api/admission.ts';
import { provinces } from '@daylight/rules/codes/region.ts';
import { addItems, itemCodeOf } from './directory.ts';
import { put } from './market.ts';
import { qualify } from './qualified.ts';
import type { Person, TestWorld } from './world.ts';

export const makerName = '明心医疗（合成）';
export const certificate = '国械注准20203030001';

/** An enterprise with its qualifications, the bureaus of province and city, and price records and filings at will. */
export interface AdmissionStage {
  readonly manufacturerId: string;
  readonly sales: Person;
  readonly officer: Person;
  readonly supervisor: Person;
  readonly cityOfficer: Person;
  readonly citySupervisor: Person;
  /** A new product in the code database. */
  product(options?: { certificate?: string; manufacturer?: string; count?: number }): Promise<string[]>;
  /** Verified provincial listing records of so many other provinces, from 100 yuan up. */
  recordsOf(code: string, count: number, options?: RecordOptions): Promise<void>;
  filingsOf(code: string, count: number, options?: FilingOptions): Promise<void>;
}

export interface RecordOptions {
  readonly lowest?: number;
  readonly state?: 'entered' | 'verified' | 'rejected';
  readonly kind?: 'provincialListing' | 'cityListing';
  readonly jurisdictions?: readonly string[];
  readonly from?: string;
  readonly to?: string | null;
  readonly price?: string;
  /** Who brought it; a record that nobody has verified is seen by them and the bureau only. */
  readonly by?: string;
}

export interface FilingOptions {
  readonly level?: 'tertiary' | 'secondary' | 'primary';
  readonly price?: string;
}

const others = provinces.map((each) => String(each.code)).filter((code) => code !== '32');
let products = 700;

export async function openAdmissionStage(at: TestWorld, jurisdiction = '320000'): Promise<AdmissionStage> {
  const province = Number(jurisdiction.slice(0, 2));
  const city = `${String(province)}0600`;
  const manufacturerId = await at.organisation({ kind: 'manufacturer', name: makerName, jurisdiction });
  await qualify(at, manufacturerId, { certificates: [certificate], jurisdiction });
  const bureauId = await at.organisation({ kind: 'bureau', name: '省医疗保障局', jurisdiction });
  const cityId = await at.organisation({ kind: 'bureau', name: '市医疗保障局', jurisdiction: city });
  return {
    manufacturerId,
    sales: await at.person(manufacturerId, ['sales'], jurisdiction),
    officer: await at.person(bureauId, ['officer']),
    supervisor: await at.person(bureauId, ['supervisor']),
    cityOfficer: await at.person(cityId, ['officer']),
    citySupervisor: await at.person(cityId, ['supervisor']),
    product: async (options = {}) => {
      products += 1;
      const codes = Array.from({ length: options.count ?? 1 }, (_, at_) => itemCodeOf(products, at_ + 1));
      const item = {
        manufacturer: options.manufacturer ?? makerName,
        certificate: options.certificate ?? certificate,
      };
      await addItems(at, Object.fromEntries(codes.map((code) => [code, item])));
      return codes;
    },
    recordsOf: (code, count, options = {}) => addRecords(at, province, { code, count, ...options }),
    filingsOf: (code, count, options = {}) =>
      addFilings(at, province, { code, count, manufacturerId, ...options }),
  };
}

async function addRecords(
  at: TestWorld,
  province: number,
  given: RecordOptions & { readonly code: string; readonly count: number },
): Promise<void> {
  const { code, count, lowest = 100, state = 'verified', kind = 'provincialListing' } = given;
  const places = given.jurisdictions ?? others.slice(0, count).map((each) => `${each}0000`);
  for (const [index, jurisdiction] of places.slice(0, count).entries()) {
    await put(at, 'price_record', {
      province,
      id: randomUUID(),
      item_code: code,
      jurisdiction,
      kind,
      price: given.price ?? String(lowest + index),
      purchase_unit: '盒',
      units_per_purchase_unit: 10,
      effective_from: given.from ?? '2026-01-01',
      effective_to: given.to ?? null,
      document: `${jurisdiction} 挂网目录`,
      state,
      source: 'entry',
      organisation_id: given.by ?? null,
    });
  }
}

async function addFilings(
  at: TestWorld,
  province: number,
  given: FilingOptions & { readonly code: string; readonly count: number; readonly manufacturerId: string },
): Promise<void> {
  const { code, count, manufacturerId, level = 'tertiary', price = '90' } = given;
  for (let index = 0; index < count; index += 1) {
    const institutionId = await at.organisation({
      kind: 'institution',
      jurisdiction: `${province}0100`,
      level,
    });
    const listingId = randomUUID();
    const common = { province, item_code: code, class: 'ordinary', manufacturer_id: manufacturerId };
    const pack = { price, purchase_unit: '盒', smallest_unit: '支', units_per_purchase_unit: 10 };
    await put(at, 'listing', {
      ...common,
      ...pack,
      id: listingId,
      number: `BA${listingId.slice(0, 12)}`,
      jurisdiction: `${province}0000`,
      platform: `${province}0000`,
      managed_by: 'province',
      form: 'filing',
      audience_institutions: [institutionId],
      state: 'listed',
      listed_on: '2026-03-01',
      source: 'test',
    });
    await put(at, 'filing', {
      ...common,
      ...pack,
      id: randomUUID(),
      number: `BA${randomUUID().slice(0, 12)}`,
      institution_id: institutionId,
      jurisdiction: `${province}0100`,
      level,
      bureau: `${province}0000`,
      quantity: '10',
      used_from: '2026-03-01',
      used_until: '2027-03-01',
      state: 'confirmed',
      decided_at: at.now(),
      closed_at: at.now(),
      listing_id: listingId,
      listing_number: 'BA',
    });
  }
}

/** A draft in the pack of the records; each test says what differs. */
export function draftOf(codes: readonly string[], given: Partial<DraftBody> & { price?: string } = {}) {
  const { price = '100', ...rest } = given;
  return {
    class: 'highValueSix' as const,
    formerlyShortlisted: false,
    jurisdiction: '320000',
    lines: codes.map((itemCode) => ({
      itemCode,
      purchaseUnit: '盒',
      smallestUnit: '支',
      unitsPerPurchaseUnit: 10,
      price,
      records: [],
    })),
    ...rest,
  };
}

export async function handIn(person: Person, body: ReturnType<typeof draftOf>) {
  const draft = (await person.call(draftAdmission, { body: body as never })).value;
  return person.call(submitAdmission, {
    params: { admissionId: draft.id },
    body: { version: draft.version },
  });
}

export const at = (admissionId: string) => ({ params: { admissionId } });

/** The officer passes every line, confirming what only a person can. */
export async function passAll(officer: Person, id: string, specialty?: string) {
  const read = (await officer.call(readAdmission, at(id))).value;
  return officer.call(checkAdmission, {
    ...at(id),
    body: {
      version: read.version,
      confirmed: ['shortlisted'],
      verdicts: read.linesJudged.map(({ line }) => ({ line, passes: true })),
      ...(specialty === undefined ? {} : { specialty }),
    },
  });
}

export async function listAll(supervisor: Person, id: string) {
  const read = (await supervisor.call(readAdmission, at(id))).value;
  return supervisor.call(decideAdmission, {
    ...at(id),
    body: {
      version: read.version,
      decisions: read.linesJudged
        .filter(({ state }) => state === 'passed' || state === 'failed')
        .map(({ line, state }) => ({ line, list: state === 'passed' })),
    },
  });
}

export const dayMs = 86_400_000;
