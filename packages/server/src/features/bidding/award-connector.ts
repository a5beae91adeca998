import { type AwardEntry, awardEntry, awardFeedLoose } from '@daylight/api/bidding-landing.ts';
import { followBundleMegabytesMax } from '@daylight/api/bidding-award.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type ReadRefusal, allowedHosts, fetchJson } from '../../guarded-fetch.ts';

/** One page of another platform's results. What cannot be understood of it is counted and left out. */
export interface AwardPage {
  readonly items: readonly AwardEntry[];
  readonly refused: number;
  readonly next: string;
  readonly more: boolean;
}

const pageBytesMax = 8 * 1024 * 1024;
const pageTimeoutMs = 20_000;
const bundleTimeoutMs = 120_000;
const feedPath = /\/api\/feeds\/awards\/?$/;

/** The page after a cursor; one result at a time, for its bundle is read before the place is kept. */
export async function readAwardPage({
  url,
  jurisdiction,
  cursor,
}: {
  readonly url: string;
  readonly jurisdiction: string;
  readonly cursor: string | null;
}): Promise<Result<AwardPage, ReadRefusal>> {
  const address = URL.parse(url);
  if (address === null) return refuse('linkage.urlForm', { field: 'url' });
  address.searchParams.set('jurisdiction', jurisdiction);
  address.searchParams.set('limit', '1');
  if (cursor !== null) address.searchParams.set('cursor', cursor);
  const answer = await fetchJson(address.href, {
    allowed: allowedHosts(),
    bytesMax: pageBytesMax,
    timeoutMs: pageTimeoutMs,
  });
  if (!answer.ok) return answer;
  const page = awardFeedLoose.safeParse(answer.value);
  if (!page.success)
    return refuse('linkage.notAFeed', { facts: { detail: page.error.issues[0]?.path.join('.') ?? '' } });
  const read = page.data.items.map((entry) => awardEntry.safeParse(entry));
  return ok({
    items: read.flatMap((each) => (each.success ? [each.data] : [])),
    refused: read.filter((each) => !each.success).length,
    next: page.data.next,
    more: page.data.more,
  });
}

/** The bundle of a result, from the same host as its feed and nowhere else: no address in an answer is followed. */
export async function readBundle(
  url: string,
  { id, jurisdiction }: Pick<AwardEntry, 'id' | 'jurisdiction'>,
): Promise<Result<unknown, ReadRefusal>> {
  const address = URL.parse(url);
  if (address === null) return refuse('linkage.urlForm', { field: 'url' });
  const prefix = feedPath.test(address.pathname) ? address.pathname.replace(feedPath, '') : '';
  address.pathname = `${prefix}/api/portal/awards/${encodeURIComponent(id)}/bundle`;
  address.search = `?province=${Number(jurisdiction.slice(0, 2))}&purpose=selection`;
  return fetchJson(address.href, {
    allowed: allowedHosts(),
    bytesMax: followBundleMegabytesMax * 1024 * 1024,
    timeoutMs: bundleTimeoutMs,
  });
}
