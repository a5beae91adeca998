import { sql } from 'kysely';
import { choose, read as readChoice } from '../features/agreement/choice.ts';
import { signTexts } from '../features/agreement/sign.ts';
import { askPublication, decideAward } from '../features/bidding/publish.ts';
import type { Bidding } from './round-bids.ts';
import { type Placed, type Province, actingAs, done, look, provinceNumber } from './province.ts';

type Round = Pick<Bidding, 'tenderId' | 'organiser'>;

async function deskOf(demo: Province, tenderId: string) {
  return look(demo, (tx) =>
    tx
      .selectFrom('bidRound')
      .select(['version', 'settledAt', 'publishAskedAt', 'decision'])
      .where('province', '=', provinceNumber)
      .where('tenderId', '=', tenderId)
      .executeTakeFirstOrThrow(),
  );
}

export async function publishResult(demo: Province, { tenderId, organiser }: Round): Promise<void> {
  const { version, publishAskedAt } = await deskOf(demo, tenderId);
  if (publishAskedAt !== null) return;
  const call = { params: { tenderId }, query: {}, body: { version } };
  done(await askPublication(actingAs(demo, organiser, 'officer'), call), 'publication of a result');
}

/** A second person makes the result final, once the time for objections is over. */
export async function decideResult(demo: Province, { tenderId, organiser }: Round): Promise<void> {
  const { version, settledAt, decision } = await deskOf(demo, tenderId);
  if (settledAt === null || decision !== null) return;
  const body = { version, decision: 'confirmed' as const, note: '公示期内无异议（演示）' };
  const call = { params: { tenderId }, query: {}, body };
  done(await decideAward(actingAs(demo, organiser, 'supervisor'), call), 'final result');
}

/** A hospital gives what is left of each item to the first product that it may give it to. */
export async function chooseLeftover(demo: Province, { tenderId }: Round, hospital: Placed): Promise<void> {
  const buyer = actingAs(demo, hospital, 'buyer');
  const key = { params: { tenderId, institutionId: hospital.id }, query: {}, body: undefined };
  const choice = await readChoice(buyer, key);
  if (!choice.ok || !choice.value.mayChoose || choice.value.head.state !== 'open') return;
  const lines = choice.value.scopes.flatMap(({ leftover, products: [first] }) =>
    first === undefined ? [] : [{ productId: first.productId, quantity: leftover }],
  );
  const body = { version: choice.value.head.version, lines };
  done(await choose(buyer, { params: { tenderId }, query: {}, body }), 'choice of leftover volume');
}

/** Everybody of a round signs what waits for a signature, but those who are still to do it when people come to look. */
export async function signContracts(demo: Province, { tenderId }: Round, isLeftOpen: boolean): Promise<void> {
  const rows = await look(demo, (tx) =>
    tx
      .selectFrom('agreement as a')
      .select(['a.id', 'a.contentHash', 'a.institutionId', 'a.manufacturerId'])
      .select((eb) =>
        eb
          .selectFrom('agreementSignature as s')
          .select(sql<string[]>`coalesce(array_agg(s.side), '{}')`.as('sides'))
          .whereRef('s.province', '=', 'a.province')
          .whereRef('s.agreementId', '=', 'a.id')
          .$asScalar()
          .$notNull()
          .as('signed'),
      )
      .where('a.province', '=', provinceNumber)
      .where('a.tenderId', '=', tenderId)
      .where('a.state', '=', 'open')
      .orderBy('a.number')
      .execute(),
  );
  for (const placed of demo.organisations.values()) {
    if (isLeftOpen && placed.suffix === '') continue;
    const side = placed.kind === 'institution' ? 'institution' : 'manufacturer';
    const texts = rows
      .filter((row) => row[`${side}Id`] === placed.id && !row.signed.includes(side))
      .map(({ id, contentHash }) => ({ agreementId: id, amendment: 0, contentHash }));
    if (texts.length === 0) continue;
    const person = actingAs(demo, placed, side === 'manufacturer' ? 'sales' : 'approver');
    const call = { params: {}, query: {}, body: { texts } };
    const { results } = done(await signTexts(person, call), 'signatures');
    const failed = results.find((each) => each.problem !== null);
    if (failed !== undefined) throw new Error(`a contract was not signed: ${JSON.stringify(failed.problem)}`);
  }
}
