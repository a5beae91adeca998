import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type pg from 'pg';
import { from } from 'pg-copy-streams';
import { CopyBuffer, uuidField } from './copy-buffer.ts';
import type { RowIssue } from './counts.ts';
import { type ItemRecord, type RecordMaker, itemRecordColumns } from './item-record.ts';
import type { TokenCounts } from './token-counts.ts';

const BLOCK_BYTES = 4 * 1024 * 1024;

const columns = itemRecordColumns.join(', ');
const contentColumns = itemRecordColumns.filter(
  (column) => !['release_id', 'item_code', 'rank', 'content_hash'].includes(column),
);
/** What a version keeps: the content, not what is computed from it. */
const versionContent = [...contentColumns, 'state', 'replaced_by']
  .filter((column) => !['search_text', 'tokens'].includes(column))
  .map((column) => `'${column}', i.${column}`)
  .join(', ');

/** Temporary, so that it costs no log and is gone with the connection. The columns are those of the items. */
const CREATE_INCOMING = `create temporary table incoming_item on commit drop as select ${columns} from catalogue_item with no data;
  create temporary table incoming_udi (udi_di text, item_code text, release_id uuid) on commit drop`;

const KEEP_VERSIONS = `insert into catalogue_item_version (item_code, release_id, ended_by, content)
  select i.item_code, i.release_id, n.release_id, jsonb_build_object(${versionContent})
  from incoming_item n join catalogue_item i on i.item_code = n.item_code
  on conflict (item_code, release_id) do nothing`;

/** The rank stays: its popularity was earned, and its product is the same. */
const TAKE_CHANGES = `update catalogue_item i
  set release_id = n.release_id, content_hash = n.content_hash, ${contentColumns.map((column) => `${column} = n.${column}`).join(', ')}
  from incoming_item n where i.item_code = n.item_code`;

interface WriterSettings {
  readonly client: pg.Client;
  readonly releaseId: string;
  readonly maker: RecordMaker;
  readonly counts: TokenCounts;
}

const TAKE_IDENTIFIERS = `insert into catalogue_item_udi (udi_di, item_code, release_id)
  select distinct on (udi_di, item_code) udi_di, item_code, release_id from incoming_udi
  on conflict (udi_di, item_code) do nothing`;

/** The binary form of jsonb is its version, 1, and the text. */
const JSONB_VERSION = Buffer.from([1]);

/**
 * Sends items, changed items, issues and further identifiers to the database in large blocks, one block ahead of the reader. The
 * client has to be inside a transaction, which the caller ends. Owns the blocks.
 */
export class LoadWriter {
  readonly #settings: WriterSettings;
  readonly #release: Buffer;
  readonly #items = new CopyBuffer(BLOCK_BYTES + 1024 * 1024);
  readonly #changes = new CopyBuffer(256 * 1024);
  readonly #issues = new CopyBuffer(256 * 1024);
  readonly #identifiers = new CopyBuffer(64 * 1024);
  #sending: Promise<void> = Promise.resolve();
  #prepared = false;

  constructor(settings: WriterSettings) {
    this.#settings = settings;
    this.#release = uuidField(settings.releaseId);
  }

  add(record: ItemRecord): void {
    this.#settings.maker.write(record, this.#items, this.#settings.counts);
  }

  change(record: ItemRecord): void {
    this.#settings.maker.write(record, this.#changes, null);
  }

  issue(issue: RowIssue): void {
    this.#issues.row(5);
    this.#issues.bytes(this.#release);
    this.#issues.int4(issue.row);
    this.#issues.text(issue.outcome);
    this.#issues.nullable(issue.itemCode ?? '');
    this.#issues.joined(JSONB_VERSION, JSON.stringify(issue.problems));
  }

  identifiers(itemCode: string, found: readonly string[]): void {
    for (const identifier of found) {
      this.#identifiers.row(3);
      this.#identifiers.text(identifier);
      this.#identifiers.text(itemCode);
      this.#identifiers.bytes(this.#release);
    }
  }

  /** Sends when enough has gathered; waits only for the block before. */
  async offer(): Promise<void> {
    if (this.#items.length + this.#changes.length + this.#issues.length < BLOCK_BYTES) return;
    await this.#sending;
    this.#send();
  }

  /** Sends everything and waits until it is stored. */
  async finish(): Promise<void> {
    await this.#sending;
    this.#send();
    await this.#sending;
  }

  #send(): void {
    const taken = (buffer: CopyBuffer): Buffer | null => (buffer.rows === 0 ? null : buffer.take());
    const items = taken(this.#items);
    const changes = taken(this.#changes);
    const issues = taken(this.#issues);
    const identifiers = taken(this.#identifiers);
    this.#sending = this.#store(items, changes, issues, identifiers);
    // Awaited by the next offer; until then a failure must not end the process.
    this.#sending.catch(() => undefined);
  }

  async #store(
    items: Buffer | null,
    changes: Buffer | null,
    issues: Buffer | null,
    more: Buffer | null,
  ): Promise<void> {
    const { client } = this.#settings;
    await this.#copy(`catalogue_item (${columns})`, items);
    await this.#copy('code_release_row (release_id, row_number, outcome, item_code, problems)', issues);
    if (changes === null && more === null) return;
    await client.query(this.#prepared ? 'truncate incoming_item, incoming_udi' : CREATE_INCOMING);
    this.#prepared = true;
    await this.#copy(`incoming_item (${columns})`, changes);
    await this.#copy('incoming_udi', more);
    if (changes !== null) {
      await client.query(KEEP_VERSIONS);
      await client.query(TAKE_CHANGES);
    }
    if (more !== null) await client.query(TAKE_IDENTIFIERS);
  }

  async #copy(target: string, block: Buffer | null): Promise<void> {
    if (block === null) return;
    await pipeline(
      Readable.from([block]),
      this.#settings.client.query(from(`copy ${target} from stdin (format binary)`)),
    );
  }
}
