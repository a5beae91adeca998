import type { readRefusals } from '@daylight/api/linkage-source.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type LookupAddress, lookup } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { BlockList, type LookupFunction, isIP } from 'node:net';

/**
 * Reading an address that a person typed in must not lead this server into its own network (SSRF): only https, no
 * credentials, no redirects, and every address that the name stands for is public. The check sits where the connection is
 * made, so a name that changes its address between check and use gains nothing.
 */
export type ReadRefusal = keyof typeof readRefusals;

// Two lists: a range of IPv6 would be compared with IPv4 addresses as they are written in IPv6.
const private4 = new BlockList();
const private6 = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  private4.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 8],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  private6.addSubnet(net, bits, 'ipv6');

/** Whether an address lies inside a network that is nobody's business outside; IPv4 written as IPv6 always does. */
export function isPrivateAddress(address: string): boolean {
  const kind = isIP(address);
  if (kind === 0) return true;
  return kind === 4 ? private4.check(address, 'ipv4') : private6.check(address, 'ipv6');
}

/**
 * Hosts that this installation's configuration allows although they are private or without https, as 'host' or 'host:port',
 * by commas in DAYLIGHT_FEED_HOSTS.
 */
export function allowedHosts(setting = process.env['DAYLIGHT_FEED_HOSTS'] ?? ''): ReadonlySet<string> {
  return new Set(
    setting
      .split(',')
      .map((each) => each.trim().toLowerCase())
      .filter((each) => each !== ''),
  );
}

const urlMax = 2000;

/** What can be said about an address before anything is resolved. */
export function checkUrl(text: string, allowed: ReadonlySet<string>): Result<URL, ReadRefusal> {
  const url = URL.parse(text);
  if (url === null || text.length > urlMax || url.username !== '' || url.password !== '' || url.hash !== '')
    return refuse('linkage.urlForm', { field: 'url' });
  if (isAllowed(url, allowed) && (url.protocol === 'http:' || url.protocol === 'https:')) return ok(url);
  if (url.protocol !== 'https:') return refuse('linkage.urlNotHttps', { field: 'url' });
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLocalName =
    /^(localhost|.*\.(localhost|local|internal|lan|home|intranet))\.?$/i.test(host) || !host.includes('.');
  const isPrivate = isIP(host) === 0 ? isLocalName && !host.includes(':') : isPrivateAddress(host);
  return isPrivate ? refuse('linkage.hostPrivate', { field: 'url' }) : ok(url);
}

function isAllowed(url: URL, allowed: ReadonlySet<string>): boolean {
  return allowed.has(url.hostname.toLowerCase()) || allowed.has(url.host.toLowerCase());
}

class PrivateAddress extends Error {}

/** Resolves as the connection does, and refuses where any of the addresses is private. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const addresses = found as LookupAddress[];
    if (error !== null) return callback(error, []);
    if (addresses.length === 0 || addresses.some((each) => isPrivateAddress(each.address)))
      return callback(new PrivateAddress('a private address'), []);
    const [first] = addresses;
    if (options.all === true || first === undefined) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

export interface Fetching {
  readonly allowed: ReadonlySet<string>;
  readonly bytesMax: number;
  readonly timeoutMs: number;
}

/** The JSON that an address answers with; refusals say in words why it is not read. Redirects are not followed. */
export async function fetchJson(
  text: string,
  { allowed, bytesMax, timeoutMs }: Fetching,
): Promise<Result<unknown, ReadRefusal>> {
  const checked = checkUrl(text, allowed);
  if (!checked.ok) return checked;
  const url = checked.value;
  const open = isAllowed(url, allowed);
  return new Promise((resolve) => {
    const end = (result: Result<unknown, ReadRefusal>): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const unreachable = (detail: string): Result<never, ReadRefusal> =>
      refuse('linkage.unreachable', { facts: { detail } });
    const start = url.protocol === 'http:' ? plainRequest : secureRequest;
    const call = start(
      url,
      {
        method: 'GET',
        headers: { accept: 'application/json', 'user-agent': 'daylight-price-connector' },
        agent: false,
        ...(open ? {} : { lookup: publicLookup }),
      },
      (answer) => {
        if (answer.statusCode !== 200) {
          answer.resume();
          call.destroy();
          return end(unreachable(`HTTP ${answer.statusCode ?? 0}`));
        }
        const blocks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (block: Buffer) => {
          bytes += block.length;
          if (bytes > bytesMax) {
            end(refuse('linkage.answerTooLarge'));
            call.destroy();
          } else blocks.push(block);
        });
        answer.on('error', (error) => end(unreachable(error.message)));
        answer.on('aborted', () => end(unreachable('aborted')));
        answer.on('end', () => end(parsed(Buffer.concat(blocks).toString('utf8'))));
        return undefined;
      },
    );
    const timer = setTimeout(() => {
      end(unreachable('timeout'));
      call.destroy();
    }, timeoutMs);
    call.on('error', (error: NodeJS.ErrnoException) => {
      if (error instanceof PrivateAddress) end(refuse('linkage.hostPrivate', { field: 'url' }));
      else if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') end(refuse('linkage.hostUnknown'));
      else end(unreachable(error.code ?? error.message));
    });
    call.end();
  });
}

function parsed(text: string): Result<unknown, ReadRefusal> {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch {
    return refuse('linkage.notAFeed', { facts: { detail: 'JSON' } });
  }
}
