import { type FeedEntry, feedEntry, feedPageLoose } from '@daylight/api/linkage-source.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type ReadRefusal, allowedHosts, fetchJson } from '../../guarded-fetch.ts';

/** One page of another platform's prices. What cannot be understood of it is named and left out. */
export interface ReadPage {
  readonly items: readonly FeedEntry[];
  readonly refused: readonly { readonly id: string; readonly problem: string }[];
  readonly next: string;
  readonly more: boolean;
}

/** How prices of another platform are read. One connector for each format; a source names its kind. */
export interface PriceConnector {
  /** The page after a cursor; from the beginning without one. */
  readPage(url: string, cursor: string | null): Promise<Result<ReadPage, ReadRefusal>>;
}

const pageItems = 500;
const bytesMax = 8 * 1024 * 1024;
const timeoutMs = 20_000;

/** Installations of this platform read each other (GET /api/feeds/prices). */
const daylight: PriceConnector = {
  readPage: async (url, cursor) => {
    const address = URL.parse(url);
    if (address === null) return refuse('linkage.urlForm', { field: 'url' });
    address.searchParams.set('limit', String(pageItems));
    if (cursor !== null) address.searchParams.set('cursor', cursor);
    const answer = await fetchJson(address.href, { allowed: allowedHosts(), bytesMax, timeoutMs });
    if (!answer.ok) return answer;
    const page = feedPageLoose.safeParse(answer.value);
    if (!page.success)
      return refuse('linkage.notAFeed', {
        facts: { detail: page.error.issues[0]?.path.join('.') ?? '' },
      });
    const items: FeedEntry[] = [];
    const refused: { id: string; problem: string }[] = [];
    for (const entry of page.data.items) {
      const read = feedEntry.safeParse(entry);
      if (read.success) items.push(read.data);
      else refused.push({ id: idOf(entry), problem: read.error.issues[0]?.path.join('.') ?? '' });
    }
    return ok({ items, refused, next: page.data.next, more: page.data.more });
  },
};

function idOf(entry: unknown): string {
  const id: unknown = typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : '';
  return typeof id === 'string' ? id.slice(0, 64) : '';
}

export const connectors = { daylight } as const satisfies Record<string, PriceConnector>;
