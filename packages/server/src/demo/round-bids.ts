import { bidFormat, bidText } from '@daylight/rules/bidding/content.ts';
import type { TrusteeCapacity } from '@daylight/rules/bidding/trustees.ts';
import { type Money, largest, money, portion, quantity } from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type UndertakingCapacity, undertakingText } from '@daylight/rules/tender/integrity.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { textOf } from '@daylight/seal/bytes.ts';
import { type KeyPair, newKeyPair, openBox } from '@daylight/seal/keys.ts';
import { releaseShare } from '@daylight/seal/open.ts';
import { sealBid } from '@daylight/seal/seal.ts';
import type { SealTerms, SealedBid } from '@daylight/seal/sealed-bid.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../context.ts';
import { readBidding } from '../features/bidding/bidder-queries.ts';
import { decideEnrolment, enrolOne } from '../features/bidding/enrol.ts';
import { releaseShares } from '../features/bidding/release.ts';
import { startBidding } from '../features/bidding/start.ts';
import { submitBid } from '../features/bidding/submit.ts';
import { giveKey, proveKey, setTrustees } from '../features/bidding/trustees.ts';
import { demoPositions } from './positions.ts';
import {
  type Placed,
  type Province,
  actingAs,
  done,
  look,
  organisationOf,
  organisationsOf,
  provinceNumber,
} from './province.ts';
import { keepKey } from './round-keys.ts';

/** A round while it is lived. */
export interface Bidding {
  readonly tenderId: string;
  readonly number: string;
  readonly title: string;
  readonly organiser: Placed;
  /** Private keys of trustees by what they are, as their owners keep them. */
  readonly keys: Map<TrusteeCapacity, KeyPair>;
}

interface Trustee {
  readonly capacity: TrusteeCapacity;
  readonly organisation: string;
  readonly role: 'supervisor' | 'auditor' | 'trustee' | 'operations';
}

/** Five hold a share each and three open; no two of them are of one organisation but the bureau's. */
const trustees: readonly Trustee[] = [
  { capacity: 'bureau', organisation: 'bureau', role: 'supervisor' },
  { capacity: 'discipline', organisation: 'bureau', role: 'auditor' },
  { capacity: 'notary', organisation: 'notary', role: 'trustee' },
  { capacity: 'industry', organisation: 'association', role: 'trustee' },
  { capacity: 'operator', organisation: 'operator', role: 'operations' },
];
const threshold = 3;

function loginOf({ kind, suffix }: Placed, role: string): string {
  const login = demoPositions[kind].find((each) => each.role === role)?.login ?? role;
  return suffix === '' || suffix === null ? login : `${login}-${suffix}`;
}

/** The undertaking of integrity that is in force, as who accepts it names it (GY-5.4). */
function undertakingOf({ book, actor, today }: ActorContext, capacity: UndertakingCapacity): IsoDate | null {
  return (
    undertakingText(resolve(book, 'tender.integrity', actor.jurisdiction, today), capacity)?.from ?? null
  );
}

/** Trustees are named, each makes a key and proves it, and bids are taken. `kept` are the keys that a visitor is to find. */
export async function ceremony(demo: Province, round: Bidding, kept: boolean): Promise<void> {
  const { tenderId, organiser } = round;
  const params = { tenderId };
  const people = trustees.map(({ organisation, role, capacity }) => {
    const placed = organisationOf(demo, organisation);
    return { placed, role, capacity, accountId: actingAs(demo, placed, role).actor.accountId };
  });
  const body = { threshold, trustees: people.map(({ accountId, capacity }) => ({ accountId, capacity })) };
  const officer = actingAs(demo, organiser, 'officer');
  done(await setTrustees(officer, { params, query: {}, body }), 'naming of trustees');
  for (const { placed, role, capacity } of people) {
    const keys = await newKeyPair();
    const person = actingAs(demo, placed, role);
    const given = {
      params,
      query: {},
      body: { recipient: keys.recipient, undertaking: undertakingOf(person, 'trustee') },
    };
    const { testBox } = done(await giveKey(person, given), 'key of a trustee');
    const answer = textOf((await openBox(keys.identity, testBox)) ?? new Uint8Array());
    done(await proveKey(person, { params, query: {}, body: { answer } }), 'proof of a key');
    round.keys.set(capacity, keys);
    const owner = { kind: 'trustee', round, login: loginOf(placed, role), owner: placed.name } as const;
    if (kept) await keepKey(demo, owner, keys);
  }
  done(await startBidding(officer, { params, query: {}, body: {} }), 'beginning of bidding');
}

interface Offered {
  readonly id: string;
  readonly item: string;
  readonly manufacturerId: string;
  readonly itemLowest: Money;
}

interface Firm {
  readonly placed: Placed;
  readonly products: readonly Offered[];
}

/** The enterprises whose products the round asks for, in the order of the demo's organisations. */
async function firmsOf(demo: Province, tenderId: string): Promise<Firm[]> {
  const { rows } = await look(demo, (tx) =>
    sql<Offered>`
      select p.id, p.item, p.manufacturer_id, (min((p.prices->>'ownLowest')::numeric) over (partition by p.item))::text as item_lowest
      from tender_product p where p.province = ${provinceNumber} and p.tender_id = ${tenderId}
      order by p.item, p.codes::text`.execute(tx),
  );
  const byMaker = Map.groupBy(rows, (each) => each.manufacturerId);
  return organisationsOf(demo, 'manufacturer').flatMap((placed) => {
    const products = byMaker.get(placed.id);
    return products === undefined ? [] : [{ placed, products }];
  });
}

const notTakingPart: ReadonlySet<string> = new Set(['bidding.notQualified', 'credit.restricted']);

/** Says that it takes part; answers whether it may. Whose licence is over is turned away at the door. */
async function enrols(
  demo: Province,
  { tenderId, organiser }: Bidding,
  firm: Firm,
  isDecided: boolean,
): Promise<boolean> {
  const params = { tenderId };
  const sales = actingAs(demo, firm.placed, 'sales');
  const body = {
    products: firm.products.map(({ id }) => ({ productId: id, capacity: quantity(200_000) })),
    controller: null,
    relatedIds: [],
    suppliesAllRegions: true,
    regions: [],
    undertaking: undertakingOf(sales, 'bidder'),
  };
  const entered = await enrolOne(sales, { params, query: {}, body });
  if (!entered.ok && notTakingPart.has(entered.code)) return false;
  const { id: enrolmentId } = done(entered, 'enrolment');
  if (!isDecided) return true;
  const decision = {
    params: { tenderId, enrolmentId },
    query: {},
    body: { version: 1, accepts: true, note: '', grades: [] },
  };
  done(await decideEnrolment(actingAs(demo, organiser, 'officer'), decision), 'acceptance of an enrolment');
  return true;
}

const fen = money('0.01');

/**
 * In hundredths of the lowest listing price of the item, which nobody's own is below: each bids a little more than the one
 * before, and the last so much that it is not selected, so that hospitals have leftover volume to give.
 */
function priceOf({ itemLowest }: Offered, place: number, isLast: boolean): Money {
  const hundredths = isLast ? 95 : 50 + place * 8;
  return largest(fen, portion(itemLowest, { over: BigInt(hundredths), under: 100n }, 'downToFen'));
}

/** A bid as the bidder's browser makes it: the price is sealed before it goes anywhere. */
async function bid(
  demo: Province,
  round: Bidding,
  firm: Firm,
  { place, isLast, kept }: { readonly place: number; readonly isLast: boolean; readonly kept: boolean },
): Promise<void> {
  const { tenderId } = round;
  const params = { tenderId };
  const sales = actingAs(demo, firm.placed, 'sales');
  const desk = done(await readBidding(sales, { params, query: {}, body: undefined }), 'bid desk');
  const own = await newKeyPair();
  const lines = firm.products.map((each, at) => ({
    product: each.id,
    price: priceOf(each, place + at, isLast),
    parts: [],
    accepts: [],
    rebids: {},
  }));
  const sealed = done(
    await sealBid({
      context: {
        round: tenderId,
        bidder: firm.placed.id,
        version: desk.nextVersion,
        quoting: desk.rounds.quoting,
      },
      bid: bidText({ format: bidFormat, tender: tenderId, bidder: firm.placed.id, lines, regions: [] }),
      terms: desk.terms as SealTerms,
      ownRecipient: own.recipient,
    }),
    'sealing of a bid',
  );
  const body = { sealed: { ...sealed, envelopes: [...sealed.envelopes] }, ownRecipient: own.recipient };
  done(await submitBid(sales, { params, query: {}, body }), 'sealed bid');
  const owner = { login: loginOf(firm.placed, 'sales'), owner: firm.placed.name };
  if (kept && firm.placed.suffix === '') await keepKey(demo, { kind: 'bidder', round, ...owner }, own);
}

/** At most so many bid: what a round shows is clear with few. */
const biddersMax = 5;

/**
 * Enterprises enrol and seal their bids. In a round that is open when people come to look, the one whose people sign in first
 * is accepted and has not bid, and another waits to be accepted.
 */
export async function takeBids(
  demo: Province,
  round: Bidding,
  { isLeftOpen, kept }: { readonly isLeftOpen: boolean; readonly kept: boolean },
): Promise<void> {
  const firms = (await firmsOf(demo, round.tenderId)).slice(0, biddersMax);
  const others = firms.filter(({ placed }) => placed.suffix !== '');
  const waiting = isLeftOpen && others.length > 2 ? others.at(-1) : undefined;
  for (const [place, firm] of firms.entries()) {
    const isIn = await enrols(demo, round, firm, firm !== waiting);
    const isToBid = firm !== waiting && !(isLeftOpen && firm.placed.suffix === '');
    if (isIn && isToBid) await bid(demo, round, firm, { place, isLast: place === firms.length - 1, kept });
  }
}

/** What trustees' browsers do at an opening, with the keys that were made at the beginning. */
export async function release(
  demo: Province,
  { tenderId, keys }: Bidding,
  capacities: readonly TrusteeCapacity[],
): Promise<void> {
  const { bids, held } = await look(demo, async (tx) => ({
    bids: await tx
      .selectFrom('sealedBid')
      .select(['id', 'sealed'])
      .where('province', '=', provinceNumber)
      .where('tenderId', '=', tenderId)
      .where('state', '=', 'standing')
      .orderBy('id')
      .execute(),
    held: await tx
      .selectFrom('bidTrustee')
      .select(['id', 'capacity'])
      .where('province', '=', provinceNumber)
      .where('tenderId', '=', tenderId)
      .execute(),
  }));
  for (const { capacity, organisation, role } of trustees.filter((each) =>
    capacities.includes(each.capacity),
  )) {
    const identity = keys.get(capacity)?.identity ?? '';
    const trusteeId = held.find((each) => each.capacity === capacity)?.id ?? '';
    const shares = [];
    for (const { id: bidId, sealed } of bids) {
      const { share } = done(
        await releaseShare(sealed as unknown as SealedBid, trusteeId, identity),
        'share of a bid',
      );
      shares.push({ bidId, share, finding: 'released' as const });
    }
    const person = actingAs(demo, organisationOf(demo, organisation), role);
    const call = { params: { tenderId }, query: {}, body: { shares } };
    done(await releaseShares(person, call), 'release of shares');
  }
}
