import { randomUUID } from 'node:crypto';
import {
  approvePlan,
  beginRound,
  drawProducts,
  filePlan,
  savePlan,
  submitPlan,
} from '@daylight/api/tender-plan.ts';
import { announceRound } from '@daylight/api/tender-notice.ts';
import { choosePack } from '@daylight/api/tender-pack.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import { uuidAt } from '@daylight/server/ids.ts';
import { type Instant, addMs } from '@daylight/rules/time.ts';
import { put } from './market.ts';
import type { Person, TestWorld } from './world.ts';

/** A province with cities, institutions, makers and their listings, for rounds. */
export interface RoundGround {
  readonly province: number;
  /** A listing of a maker for one product group; answers id and code. */
  listing(options: GroundListing): Promise<{ readonly id: string; readonly itemCode: string }>;
  trade(options: GroundTrade): Promise<void>;
}
export interface GroundListing {
  readonly group: string;
  readonly manufacturerId: string;
  readonly price?: string;
  readonly feature?: string;
  readonly form?: 'sunshine' | 'alliance';
  readonly name?: string;
  readonly source?: string;
  readonly audience?: readonly string[];
  readonly certificate?: string;
  /** A code that is listed already, in another place. */
  readonly itemCode?: string;
  readonly jurisdiction?: string;
}
export interface GroundTrade {
  readonly listing: { readonly id: string; readonly itemCode: string };
  readonly institutionId: string;
  readonly manufacturerId: string;
  readonly price: string;
  readonly quantity: string;
  readonly at: string;
}

let codes = 0;

export function openGround(at: TestWorld, province: number): RoundGround {
  const platform = `${province}0000`;
  return {
    province,
    listing: async (options) => {
      codes += 1;
      const itemCode =
        options.itemCode ??
        `${options.group}${options.feature ?? '00001'}${String(codes).padStart(5, '0')}${String(codes).padStart(7, '0')}`;
      if (options.itemCode === undefined)
        await put(at, 'catalogue_item', {
          item_code: itemCode,
          product_code: itemCode.slice(0, 20),
          class_code: itemCode.slice(1, 7),
          generic_name: options.name ?? `品种${options.group.slice(-3)}`,
          certificate: options.certificate ?? '国械注准20163030001',
          product_name: options.name ?? `产品${codes}`,
          manufacturer: '测试企业',
          specification: `规格${codes}`,
          model: 'A1',
          state: 'active',
          release_id: randomUUID(),
          synthetic: true,
        });
      const id = randomUUID();
      await put(at, 'listing', {
        province,
        id,
        number: `GW${String(codes).padStart(8, '0')}${options.itemCode === undefined ? '' : 'b'}`,
        item_code: itemCode,
        code_release: randomUUID(),
        jurisdiction: options.jurisdiction ?? platform,
        platform,
        managed_by: 'province',
        class: 'ordinary',
        form: options.form ?? 'sunshine',
        manufacturer_id: options.manufacturerId,
        price: options.price ?? '10',
        purchase_unit: '盒',
        smallest_unit: '支',
        units_per_purchase_unit: 10,
        audience_institutions: options.audience ?? [],
        state: 'listed',
        listed_on: '2025-01-01',
        source: options.source ?? 'test',
      });
      await put(at, 'listing_life', {
        province,
        listing_id: id,
        jurisdiction: platform,
        manufacturer_id: options.manufacturerId,
        counted_from: '2026-01-01',
        stage: 'running',
      });
      return { id, itemCode };
    },
    trade: async ({ listing, ...trade }) => {
      await put(at, 'trade', {
        province,
        id: uuidAt(trade.at as Instant),
        listing_id: listing.id,
        item_code: listing.itemCode,
        institution_id: trade.institutionId,
        jurisdiction: platform,
        level: 'tertiary',
        manufacturer_id: trade.manufacturerId,
        price: trade.price,
        units_per_purchase_unit: 10,
        quantity: trade.quantity,
        traded_at: trade.at,
      });
    },
  };
}

/** A medical group with its lead and members. */
export async function medicalGroup(
  at: TestWorld,
  {
    name,
    jurisdiction,
    lead,
    members,
  }: { name: string; jurisdiction: string; lead: string; members: readonly string[] },
): Promise<string> {
  const id = randomUUID();
  await at.sql(
    `insert into medical_group (id, name, jurisdiction, lead_organisation_id) values ($1, $2, $3, $4)`,
    [id, name, jurisdiction, lead],
  );
  for (const member of members)
    await at.sql(
      `insert into medical_group_member (group_id, organisation_id, from_date) values ($1, $2, '2024-01-01')`,
      [id, member],
    );
  return id;
}

/** A round that a bureau officer takes to a state with the simplest ready rules. */
export interface Drive {
  readonly officer: Person;
  readonly supervisor: Person;
  readonly level?: 'provincial' | 'interCity' | 'national' | 'interProvincial';
  readonly regions: readonly string[];
  readonly items: readonly {
    readonly item: string;
    readonly name: string;
    readonly prefix: string;
    readonly cap?: string;
  }[];
  readonly title?: string;
  readonly modeCode?: string;
}

const day = 86_400_000;

export const plusDays = (at: Instant, days: number): Instant => addMs(at, days * day);

export function timesFrom(now: Instant) {
  return {
    demandFromAt: plusDays(now, 12),
    demandDueAt: plusDays(now, 26),
    bidFromAt: plusDays(now, 27),
    bidDueAt: plusDays(now, 55),
    choiceDueAt: null,
    signDueAt: null,
  };
}

const words = { scope: '全省公立医疗机构', process: '报量、公告、投标、中选', duties: '按约定采购量采购' };

export async function draftRound(drive: Drive): Promise<string> {
  const {
    officer,
    level = 'provincial',
    modeCode = 'volume',
    regions,
    items,
    title = '注射器类医用耗材集中带量采购',
  } = drive;
  const begun = await officer.call(beginRound, {
    body: {
      title,
      level,
      modeCode,
      mode: 'tender',
      regions: [...regions],
      items: items.map(({ item, name, prefix, cap }) => ({
        item,
        name,
        unit: '支',
        codePrefixes: [prefix],
        cap: cap ?? '100',
      })),
      ...words,
    },
  });
  return begun.value.id;
}

/** Fills a draft: timetable, products, rules. */
export async function fillDraft(at: TestWorld, officer: Person, tenderId: string): Promise<void> {
  const params = { tenderId };
  const version = async () => (await officer.call(readRound, { params })).value.version;
  const round = (await officer.call(readRound, { params })).value;
  await officer
    .call(savePlan, {
      params,
      body: {
        version: round.version,
        title: round.title,
        modeCode: round.plan?.modeCode ?? 'volume',
        mode: round.mode,
        termMonths: 12,
        ...words,
        committee: round.plan?.committee ?? [],
        team: round.plan?.team ?? [],
        timetable: timesFrom(at.now()),
      },
    })
    .then((answer) => answer.value);
  await officer
    .call(drawProducts, { params, body: { version: await version() } })
    .then((answer) => answer.value);
  await officer
    .call(choosePack, { params, body: { version: await version(), from: 'spread-1.8' } })
    .then((answer) => answer.value);
}

/** A draft becomes an announced round: approved by the supervisor, filed where it has to be, announced. */
export async function announceDraft(
  at: TestWorld,
  { officer, supervisor }: Pick<Drive, 'officer' | 'supervisor'>,
  tenderId: string,
): Promise<void> {
  const params = { tenderId };
  const version = async () => (await officer.call(readRound, { params })).value.version;
  await officer
    .call(submitPlan, { params, body: { version: await version() } })
    .then((answer) => answer.value);
  await supervisor.call(approvePlan, { params, body: { approved: true } }).then((answer) => answer.value);
  const { plan } = (await officer.call(readRound, { params })).value;
  if (plan?.filing !== null && plan?.filing !== undefined) {
    const filed = await officer.call(filePlan, { params, body: { version: await version() } });
    await at.moveTo(filed.value.announceFromAt);
  }
  await officer
    .call(announceRound, {
      params,
      body: { version: await version(), title: '集中带量采购公告', body: '公告正文，详见采购文件。' },
    })
    .then((answer) => answer.value);
}

export async function announcedRound(at: TestWorld, drive: Drive): Promise<string> {
  const id = await draftRound(drive);
  await fillDraft(at, drive.officer, id);
  await announceDraft(at, drive, id);
  return id;
}
