import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type pg from 'pg';
import { from } from 'pg-copy-streams';
import { type CopyBuffer, copyBuffer, uuidField } from './copy-buffer.ts';
import type { RowIssue } from './counts.ts';
import { type ItemRecord, type RecordMaker, itemRecordColumns } from './item-record.ts';
import type { TokenCounts } from './token-counts.ts';

/** Sends items, changed items, issues and further identifiers to the database in large blocks, one block ahead of the reader. */
export interface LoadWriter {
  add(record: ItemRecord): void;
  change(record: ItemRecord): void;
  issue(issue: RowIssue): void;
  identifiers(itemCode: string, identifiers: readonly string[]): void;
  /** Sends when enough has gathered; waits only for the block before. */
  offer(): Promise<void>;
  /** Sends everything and waits until it is stored. */
  finish(): Promise<void>;
}

const BLOCK_BYTES = 8 * 1024 * 1024;

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
const CREATE_INCOMING = `create temporary table incoming_item on commit drop as select ${columns} from catalogue_item with no data`;

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

/** The client has to be inside a transaction, which the caller ends. */
export function loadWriter({ client, releaseId, maker, counts }: WriterSettings): LoadWriter {
  const release = uuidField(releaseId);
  const items = copyBuffer(BLOCK_BYTES + 1024 * 1024);
  const changes = copyBuffer(256 * 1024);
  const issues = copyBuffer(256 * 1024);
  const identifiers = copyBuffer(64 * 1024);
  let sending: Promise<void> = Promise.resolve();
  let hasIncoming = false;

  async function copy(target: string, block: Buffer | null): Promise<void> {
    if (block === null) return;
    await pipeline(Readable.from([block]), client.query(from(`copy ${target} from stdin (format binary)`)));
  }

  async function merge(block: Buffer | null): Promise<void> {
    if (block === null) return;
    if (!hasIncoming) await client.query(CREATE_INCOMING);
    else await client.query('truncate incoming_item');
    hasIncoming = true;
    await copy(`incoming_item (${columns})`, block);
    await client.query(KEEP_VERSIONS);
    await client.query(TAKE_CHANGES);
  }

  async function moreIdentifiers(block: Buffer | null): Promise<void> {
    if (block === null) return;
    await client.query(
      'create temporary table if not exists incoming_udi (udi_di text, item_code text, release_id uuid) on commit drop',
    );
    await client.query('truncate incoming_udi');
    await copy('incoming_udi', block);
    await client.query(
      `insert into catalogue_item_udi (udi_di, item_code, release_id) select distinct on (udi_di, item_code) udi_di, item_code, release_id
       from incoming_udi on conflict (udi_di, item_code) do nothing`,
    );
  }

  function taken(buffer: CopyBuffer): Buffer | null {
    return buffer.rows === 0 ? null : buffer.take();
  }

  function send(): void {
    const [newItems, changed, problems, more] = [items, changes, issues, identifiers].map(taken);
    sending = sending.then(async () => {
      await copy(`catalogue_item (${columns})`, newItems ?? null);
      await merge(changed ?? null);
      await copy('code_release_row (release_id, row_number, outcome, item_code, problems)', problems ?? null);
      await moreIdentifiers(more ?? null);
    });
    // Awaited by the next offer; until then a failure must not end the process.
    sending.catch(() => undefined);
  }

  return {
    add: (record) => maker.write(record, items, counts),
    change: (record) => maker.write(record, changes, null),
    issue(issue) {
      issues.row(5);
      issues.bytes(release);
      issues.int4(issue.row);
      issues.text(issue.outcome);
      issues.nullable(issue.itemCode ?? '');
      // The binary form of jsonb is its version, 1, and the text.
      issues.joined(JSONB_VERSION, JSON.stringify(issue.problems));
    },
    identifiers(itemCode, found) {
      for (const identifier of found) {
        identifiers.row(3);
        identifiers.text(identifier);
        identifiers.text(itemCode);
        identifiers.bytes(release);
      }
    },
    async offer() {
      if (items.length + changes.length + issues.length < BLOCK_BYTES) return;
      await sending;
      send();
    },
    async finish() {
      await sending;
      send();
      await sending;
    },
  };
}

const JSONB_VERSION = Buffer.from([1]);
