import type pg from 'pg';
import { askAsApplication } from './unrecorded.ts';

/**
 * What a stranger may see of the tables, and why: everything else shows none of its rows to an organisation that has no part
 * in them. The list may only shrink.
 */
export const openTables: Readonly<Record<string, string>> = {
  agreed_price: 'agreed prices are published (JS-11)',
  award_feed: 'the feed of final results is public (SX-4.1)',
  award_exclusion: 'who is left out of an award is published with it',
  bid_quoting: 'when was quoted and how many quotes came is public as it comes',
  bid_share: 'what trustees gave out at the opening; anybody compares it with what was sealed',
  bid_trustee: 'who holds the shares is public',
  credit_restriction: 'restrictions by credit are published',
  credit_run: 'quarterly ratings are published',
  delivery_area: 'who delivers where is known to all who trade',
  delivery_relation: 'who delivers where is known to all who trade',
  delivery_site: 'distributors read where goods go before they have an order',
  demand_round: 'which demand is asked for is published',
  demand_volume: 'only published volumes are written there (SX-3.1b)',
  directory_change: 'changes of the directory are published',
  directory_closing: 'that a product leaves the directory is told to all who trade',
  directory_day: 'which days were counted; it holds no business',
  directory_document: 'documents about the directory are published',
  directory_merge: 'merged listings are told to all who trade',
  filing_issue: 'filed products are published',
  filing_issue_line: 'filed products are published',
  journal_checkpoint: 'checkpoints are published so that a rewritten journal shows',
  journal_head: 'whoever acts extends the chain; it holds a hash and a number',
  journal_seal: 'hashes of records, so that anybody can verify the chain',
  listing: 'the directory and its prices are public (JS-39)',
  listing_change: 'a suspension that waits for its decision warns those who order',
  listing_life: 'how long a listing had no sale is public with the directory',
  listing_origin: 'where a price came from is public (HN-1)',
  listing_price: 'the history of prices is public (JS-39)',
  panel_draw: 'draws are published so that anybody can repeat them (JS-8)',
  policy_decision: 'decisions of bureaus are published',
  price_feed: 'the feed of prices is public',
  publicity: 'what is put up for objections is public',
  publicity_answer: 'answers to objections are published with the list',
  publicity_item: 'what is put up for objections is public',
  purchase_total: 'a distributor that takes goods back lowers the yearly total of their institution (GD-3)',
  qualification: 'what was confirmed of an enterprise is public',
  round_listing: 'what a round selected is public with the directory',
  supervision_mark: 'how far a nightly count came; it holds no business',
  tender_notice: 'notices of rounds are public',
  tender_step: 'the course of a round is read through the round',
  tender_stop: 'that a round was stopped is public',
  trade: 'bargaining and zones compare with what others paid (JS-11B, JS-12); the public is shut out',
  zone_exclusion: 'which trades do not count for a zone is public (JS-12)',
  zone_reference: 'reference prices of zones are public (JS-12)',
  zone_reference_mark: 'which reference prices are to be counted anew',
};

/** Tables of which some rows are open: which, and why. The others of the table are not. */
export const openRows: Readonly<Record<string, { readonly rows: string; readonly why: string }>> = {
  award_result: { rows: 'is_public', why: 'who was selected at which price is published' },
  award_run: { rows: 'is_public', why: 'the award that anyone replays is published' },
  adverse_event: {
    rows: `public_note <> '' and state = 'closed'`,
    why: 'what the bureau made known of the quality of a product (SX-5.2)',
  },
  bargain: { rows: 'pooled', why: 'a pool is open to whoever may join it (JS-11)' },
  bargain_member: { rows: 'pooled', why: 'a pool is open to whoever may join it (JS-11)' },
  bargain_offer: { rows: 'pooled', why: 'a pool is open to whoever may join it (JS-11)' },
  bid_opening: {
    rows: 'is_public',
    why: 'what came out of the seals is published, of several rounds with the result',
  },
  bid_own_key: { rows: 'is_public', why: 'a bidder gives out its own key so that anybody can open its bid' },
  bid_round: { rows: 'is_public', why: 'how a round is bid for is announced with it' },
  coordination_line: {
    rows: 'above',
    why: 'what stands above coordination is marked in the directory (JS-24)',
  },
  credit_case: { rows: `state in ('inForce', 'ended')`, why: 'ratings in force are published' },
  credit_step: {
    rows: `step = 'notice' and issued_at is not null`,
    why: 'notices that were issued are published',
  },
  linkage_run: {
    rows: `state in ('published', 'settled', 'executing', 'executed')`,
    why: 'a published linkage of prices is public',
  },
  price_coordination: {
    rows: `state in ('asked', 'ended')`,
    why: 'what is asked of the enterprises of a kind of product is known to all who trade (JS-24)',
  },
  price_record: { rows: `state = 'verified'`, why: 'verified prices of the country are public (JS-13a)' },
  public_notice: { rows: `state = 'published'`, why: 'published notices are public' },
  tender: { rows: 'is_public', why: 'announced rounds are public (HN-16)' },
  tender_institution: { rows: 'is_public', why: 'who takes part in an announced round is public' },
  tender_item: { rows: 'is_public', why: 'what an announced round buys is public' },
  tender_plan: { rows: 'is_public', why: 'the plan of an announced round is public' },
  tender_product: { rows: 'is_public', why: 'what can be offered in an announced round is public' },
  sealed_bid: { rows: 'is_public', why: 'opened, the sealed bids are published with what came out of them' },
};

/** Of the open tables those that are open to the signed in of the province alone; the others are public. */
export const openToSignedIn: ReadonlySet<string> = new Set([
  'delivery_area',
  'delivery_relation',
  'delivery_site',
  'directory_closing',
  'directory_day',
  'directory_merge',
  'journal_head',
  'listing_change',
  'purchase_total',
  'supervision_mark',
  'trade',
]);

/** Who asks the database past every query of ours: only the settings that row-level security reads. */
export interface Stranger {
  readonly name: string;
  /** Signed in on the platform of the province. */
  readonly signedIn: boolean;
  readonly settings: Readonly<Record<string, string>>;
}

const nobody = '00000000-0000-4000-8000-000000000001';

export const strangers: readonly Stranger[] = [
  {
    name: 'an organisation without a part in it',
    signedIn: true,
    settings: { province: '32', organisation: nobody, reach: 'own' },
  },
  {
    name: 'the public',
    signedIn: false,
    settings: { province: '32', organisation: nobody, reach: 'public' },
  },
  {
    name: 'an authority of another province',
    signedIn: false,
    settings: { province: '33', organisation: nobody, reach: 'province' },
  },
  { name: 'nobody at all', signedIn: false, settings: {} },
];

/** Tables with business of a province, as the database itself lists them. */
export async function provinceTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from app.table_kind where kind = 'province' order by name`,
  );
  return rows.map(({ name }) => name);
}

/** Whether a table is open to a stranger by the lists above. */
function isOpen(table: string, { signedIn }: Stranger): boolean {
  return openTables[table] !== undefined && (signedIn || !openToSignedIn.has(table));
}

export interface Seen {
  readonly table: string;
  readonly stranger: string;
}

async function asStranger<T>(client: pg.Client, { settings }: Stranger, work: () => Promise<T>): Promise<T> {
  const locals = Object.entries(settings).map(([key, value]) => `set local app.${key} = '${value}'`);
  await client.query(['begin', ...locals].join('; '));
  try {
    return await work();
  } finally {
    await client.query('rollback');
  }
}

/**
 * Every table asked as the application's role with the settings of each stranger and no query of ours in between: what shows
 * a row that is not open to all. The client is the owner's; the role is put on for one transaction.
 */
export async function seenByStrangers(client: pg.Client, tables: readonly string[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const stranger of strangers) {
    await asStranger(client, stranger, async () => {
      await askAsApplication(client);
      const asked = tables
        .filter((table) => !isOpen(table, stranger))
        .map(
          (table) =>
            `select '${table}' as "table" where exists (select from "${table}" where province = 32 and not (${openRows[table]?.rows ?? 'false'}))`,
        );
      const { rows } = await client.query<{ table: string }>(asked.join(' union all '));
      seen.push(...rows.map(({ table }) => ({ table, stranger: stranger.name })));
    });
  }
  return seen;
}

const neutral: Readonly<Record<string, string>> = {
  bool: 'false',
  int2: '32',
  int4: '1',
  int8: '1',
  numeric: '1',
  text: `'x'`,
  _text: `'{}'`,
  date: `'2026-03-02'`,
  timestamptz: `'2026-03-02'`,
  jsonb: `'{}'`,
  bytea: `''`,
};

/**
 * The same of every table, those without a row too: each policy for reading is asked about one row of somebody's business.
 * A table that is added is covered from its migration on.
 */
export async function shownToStrangers(client: pg.Client, tables: readonly string[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const table of tables) {
    const { rows: columns } = await client.query<{ name: string; type: string }>(
      `select a.attname as name, t.typname as type from pg_attribute a join pg_type t on t.oid = a.atttypid
       where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped`,
      [`public."${table}"`],
    );
    const row = columns.map(({ name, type }) => {
      const value =
        type === 'uuid'
          ? `gen_random_uuid()`
          : type === '_uuid'
            ? `array[gen_random_uuid()]`
            : (neutral[type] ?? 'null');
      return `${value}::${type} as "${name}"`;
    });
    const { rows: policies } = await client.query<{ rule: string }>(
      `select qual as rule from pg_policies where schemaname = 'public' and tablename = $1 and cmd in ('SELECT', 'ALL')`,
      [table],
    );
    const rule = policies.map((policy) => `(${policy.rule})`).join(' or ') || 'false';
    for (const stranger of strangers) {
      const shown = await asStranger(client, stranger, async () => {
        const { rows } = await client.query<{ shown: boolean | null }>(
          `select (${rule}) as shown from (select ${row.join(', ')}) as "${table}"`,
        );
        return rows[0]?.shown === true;
      });
      if (shown && !isOpen(table, stranger)) seen.push({ table, stranger: stranger.name });
    }
  }
  return seen;
}
