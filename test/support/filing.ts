import { buffer } from 'node:stream/consumers';
import { outsideColumnKeys, outsideColumns } from '@daylight/rules/filing/workbook.ts';
import { workbookStream } from '@daylight/server/workbook/write-workbook.ts';
import {
  agreeFiling,
  applyFiling,
  decideFiling,
  examineFiling,
  offerFiling,
  readFiling,
  reportFiling,
} from '@daylight/api/filing.ts';
import type { BodyOf } from '@daylight/api/endpoint.ts';
import { type AdmissionStage, openAdmissionStage } from './admission.ts';
import type { Person, TestWorld } from './world.ts';

/** A hospital with its people, an enterprise and the bureaus: what filings need. */
export interface FilingStage extends AdmissionStage {
  readonly hospitalId: string;
  readonly buyer: Person;
  readonly approver: Person;
  apply(itemCode: string, more?: Partial<BodyOf<typeof applyFiling>>, by?: Person): Promise<string>;
  /** The newest version of a filing. */
  version(filingId: string): Promise<number>;
  /** Offer and agreement: the application lies before the bureau. */
  deliver(filingId: string, price: string, by?: Person): Promise<void>;
  /** From the bureau's desk to the confirmation, through publicity. */
  confirm(filingId: string): Promise<void>;
}

const day = 86_400_000;

export function application(itemCode: string, manufacturerId: string): BodyOf<typeof applyFiling> {
  return {
    itemCode,
    class: 'highValueSix',
    scope: 'newTechnology',
    manufacturerId,
    purchaseUnit: '盒',
    smallestUnit: '支',
    unitsPerPurchaseUnit: 10,
    quantity: '20' as never,
    department: '心内科',
    usedFrom: '2026-09-01' as never,
    usedUntil: '2027-08-31' as never,
    reason: '新技术开展需要',
    outsideId: null,
    evidenceIds: [],
  };
}

export async function openFilingStage(at: TestWorld, platform = '320000'): Promise<FilingStage> {
  const stage = await openAdmissionStage(at, platform);
  const cityCode = `${platform.slice(0, 2)}0600`;
  const hospitalId = await at.organisation({
    kind: 'institution',
    name: '海门区人民医院',
    jurisdiction: cityCode,
    level: 'tertiary',
  });
  const buyer = await at.person(hospitalId, ['buyer']);
  const version = async (filingId: string): Promise<number> => {
    const [row] = await at.sql<{ version: number }>('select version from filing where id = $1', [filingId]);
    return row?.version ?? 0;
  };
  const on = async (filingId: string) => ({ params: { filingId }, version: await version(filingId) });
  return {
    ...stage,
    hospitalId,
    buyer,
    approver: await at.person(hospitalId, ['approver']),
    version,
    apply: async (itemCode, more = {}, by = buyer) => {
      const body = { ...application(itemCode, stage.manufacturerId), ...more };
      return (await by.call(applyFiling, { body })).value.id;
    },
    deliver: async (filingId, price, by = buyer) => {
      const first = await on(filingId);
      const offered = await stage.sales.call(offerFiling, {
        params: first.params,
        body: { version: first.version, price },
      });
      const { version: next } = offered.value;
      const agreed = await by.call(agreeFiling, {
        params: first.params,
        body: { version: next, quantity: '20' },
      });
      if (agreed.value.state !== 'checking') throw new Error(`the filing is ${agreed.value.state}`);
    },
    confirm: async (filingId) => {
      const { bureau } = (await buyerOf(at, filingId)) as { bureau: string };
      const city = bureau === cityCode;
      const officer = city ? stage.cityOfficer : stage.officer;
      const supervisor = city ? stage.citySupervisor : stage.supervisor;
      const first = await on(filingId);
      const body = { version: first.version, outcome: 'pass' as const };
      await expectOk(officer.call(examineFiling, { params: first.params, body }));
      await at.moveBy(20 * day);
      const second = await on(filingId);
      await expectOk(
        officer.call(reportFiling, { params: second.params, body: { version: second.version } }),
      );
      const third = await on(filingId);
      const decision = { version: third.version, outcome: 'confirm' as const };
      await expectOk(supervisor.call(decideFiling, { params: third.params, body: decision }));
    },
  };
}

async function buyerOf(at: TestWorld, filingId: string) {
  const [row] = await at.sql<{ bureau: string }>('select bureau from filing where id = $1', [filingId]);
  return row ?? { bureau: '' };
}

async function expectOk(answer: Promise<{ readonly value: unknown }>): Promise<void> {
  void (await answer).value;
}

export async function stateOf(by: Person, filingId: string) {
  return (await by.call(readFiling, { params: { filingId } })).value;
}

/** A workbook of self-purchases: the template's example, with what each row says otherwise. */
export async function purchasesBook(
  rows: readonly Partial<Record<keyof typeof outsideColumns, string>>[],
): Promise<Buffer> {
  const plain = Object.fromEntries(outsideColumnKeys.map((key) => [key, outsideColumns[key].example]));
  return buffer(
    workbookStream({
      sheet: '自主采购',
      header: outsideColumnKeys.map((key) => outsideColumns[key].zh),
      rows: rows.map((row) =>
        outsideColumnKeys.map((key) => ({ ...plain, deliveredOn: '2026-08-20', ...row })[key] ?? ''),
      ),
    }),
  );
}
