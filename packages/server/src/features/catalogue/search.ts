import type { CatalogueItem, searchItems } from '@daylight/api/catalogue.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { choosePlan } from '@daylight/rules/catalogue/search-plan.ts';
import {
  type SearchTerms,
  comesByCode,
  isPrecise,
  readSearch,
  searchTokens,
} from '@daylight/rules/catalogue/search-query.ts';
import { FIELD_END, foldForSearch } from '@daylight/rules/catalogue/search-text.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import { type RawBuilder, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import type { Tx } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type AskFrequencies, frequencies } from './frequencies.ts';

type Condition = RawBuilder<boolean>;

export interface Search {
  readonly terms: SearchTerms;
  readonly classCode: string | null;
  readonly manufacturer: string | null;
  readonly state: 'active' | 'disabled' | 'transcoded' | 'any';
  readonly after: Place | null;
  readonly limit: number;
}

/** Where the page before ended. */
export interface Place {
  readonly rank: string;
  readonly itemCode: string;
}

interface Hit extends CatalogueItem {
  readonly rank: string;
}

export async function searchCatalogue(
  context: ActorContext,
  { query }: Call<typeof searchItems>,
): Promise<Result<ReplyOf<typeof searchItems>, never>> {
  const terms = readSearch(query.q);
  const [rank = '', itemCode = ''] = valuesOf(query.cursor, 2) ?? [];
  const search: Search = {
    terms,
    classCode: query.class ?? null,
    manufacturer: query.manufacturer ?? null,
    state: query.state,
    after: /^\d{1,18}$/.test(rank) ? { rank, itemCode } : null,
    limit: query.limit,
  };
  // The catalogue is shared and has no row security: each statement is a transaction of its own, which saves two messages.
  const { db } = context.database;
  const hits = await find(db, search, (tokens) => frequencies(db, tokens, context.now));
  const page = hits.slice(0, query.limit);
  const last = page.at(-1);
  return ok({
    items: page.map(({ rank: _rank, ...item }) => item),
    next: hits.length > query.limit && last !== undefined ? cursorOf([last.rank, last.itemCode]) : null,
    understood: {
      codePrefix: terms.codePrefix,
      certificate: terms.certificatePrefix ?? terms.certificateDigits,
      deviceIdentifier: terms.deviceIdentifier,
      words: [...terms.words],
      ignored: [...terms.ignored],
    },
  });
}

/**
 * Up to limit + 1 items in ranking order. Two paths, chosen by how many items carry the rarest token (rules: choosePlan): a bounded
 * scan in ranking order, which stops at a full page, and the inverted index. The first alone never answers "no more".
 */
export async function find(tx: Tx, search: Search, ask: AskFrequencies): Promise<Hit[]> {
  const groups = searchTokens(search.terms, search);
  const known = await ask(groups.flat());
  const size = { items: known.get(0) ?? 0, page: search.limit + 1 };
  const plan = choosePlan(groups, (token) => known.get(token) ?? 0, size);
  const outOfForce = search.state === 'disabled' || search.state === 'transcoded';
  if (!isNarrowed(search) && !outOfForce) return ranked(tx, search, null);
  if (plan.rankedScan > 0 && !outOfForce && !isPrecise(search.terms)) {
    const found = await ranked(tx, search, plan.rankedScan);
    if (found.length > search.limit) return found;
  }
  return indexed(tx, search, plan.tokens);
}

function isNarrowed({ terms, classCode, manufacturer }: Search): boolean {
  const { codePrefix, certificatePrefix, certificateDigits, deviceIdentifier, words } = terms;
  const given = [codePrefix, certificatePrefix, certificateDigits, deviceIdentifier, classCode, manufacturer];
  return words.length > 0 || given.some((each) => each !== null);
}

/** Text for `like` in which nothing is a wildcard. */
function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}

/** The codes that begin with a prefix, as a range: every code is C and digits, so one order holds in every collation. */
function beginsWith(prefix: string): Condition {
  const digits = prefix.slice(1).replace(/9+$/, '');
  const end = digits === '' ? 'D' : `C${digits.slice(0, -1)}${Number(digits.at(-1)) + 1}`;
  return sql<boolean>`(item_code >= ${prefix} and item_code < ${end})`;
}

/** `strpos` compares bytes and leaps; `like` walks through the text character by character and takes half as long again. */
function holds(part: string): Condition {
  return sql<boolean>`strpos(search_text, ${part}) > 0`;
}

/** Everything an item has to fulfil, in columns that the ranking index holds. */
function conditionsOf({ terms, classCode, manufacturer, state }: Search): Condition[] {
  const conditions: Condition[] = [];
  if (state !== 'any') conditions.push(sql<boolean>`state = ${state}`);
  if (classCode !== null) conditions.push(beginsWith(`C${classCode}`));
  if (terms.codePrefix !== null) conditions.push(beginsWith(terms.codePrefix));
  if (terms.certificatePrefix !== null) {
    conditions.push(sql<boolean>`certificate like ${`${literal(terms.certificatePrefix)}%`}`);
  }
  if (terms.certificateDigits !== null) {
    conditions.push(sql<boolean>`strpos(certificate, ${terms.certificateDigits}) > 0`);
  }
  if (manufacturer !== null) {
    const field = `${FIELD_END}${foldForSearch(manufacturer)}${FIELD_END}`;
    conditions.push(holds(field));
  }
  for (const word of terms.words) conditions.push(holds(word));
  return conditions;
}

function all(conditions: readonly Condition[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

function afterPlace({ after, terms }: Search): Condition[] {
  if (after === null) return [];
  if (comesByCode(terms)) return [sql<boolean>`item_code > ${after.itemCode}`];
  return [sql<boolean>`(rank, item_code) > (${after.rank}::bigint, ${after.itemCode})`];
}

const shown = sql`
  i.item_code as "itemCode", i.product_name as "productName", i.generic_name as "genericName", i.specification, i.model,
  i.manufacturer, i.certificate, i.certificate_flag as "certificateFlag", i.class_name_1 as "className1",
  i.class_name_2 as "className2", i.class_name_3 as "className3", i.udi_di as "deviceIdentifier", i.state,
  i.replaced_by as "replacedBy", i.synthetic, i.rank::text as rank`;

/** Reads at most `scan` items in ranking order (without bound where nearly every item fits) and stops at a full page. */
async function ranked(tx: Tx, search: Search, scan: number | null): Promise<Hit[]> {
  const bound = scan === null ? sql`` : sql`limit ${scan}`;
  const { rows } = await sql<Hit>`
    select ${shown} from (
      select rank, item_code from (
        select rank, item_code, state, search_text, certificate from catalogue_item
        where ${all(afterPlace(search))} order by rank, item_code ${bound}
      ) as nearest
      where ${all(conditionsOf(search))} order by rank, item_code limit ${search.limit + 1}
    ) as page join catalogue_item i on i.item_code = page.item_code order by page.rank, page.item_code`.execute(
    tx,
  );
  return rows;
}

/** All that fits by the indexes, then its first page. */
async function indexed(tx: Tx, search: Search, tokens: readonly number[]): Promise<Hit[]> {
  const conditions = [...conditionsOf(search), ...afterPlace(search)];
  if (tokens.length > 0) conditions.push(sql<boolean>`tokens @> ${tokens}::int[]`);
  const { deviceIdentifier } = search.terms;
  if (deviceIdentifier !== null) {
    conditions.push(sql<boolean>`item_code in (
      select item_code from catalogue_item where udi_di = ${deviceIdentifier}
      union select item_code from catalogue_item_udi where udi_di = ${deviceIdentifier})`);
  }
  const byCode = comesByCode(search.terms);
  const order = byCode ? sql`item_code` : sql`rank, item_code`;
  const orderOfPage = byCode ? sql`page.item_code` : sql`page.rank, page.item_code`;
  const { rows } = await sql<Hit>`
    with hits as materialized (select rank, item_code from catalogue_item where ${all(conditions)}),
    page as materialized (select rank, item_code from hits order by ${order} limit ${search.limit + 1})
    select ${shown} from page join catalogue_item i on i.item_code = page.item_code order by ${orderOfPage}`.execute(
    tx,
  );
  return rows;
}
