import { resolve } from '@daylight/rules/policy/book.ts';
import type { Share } from '@daylight/rules/policy/shapes.ts';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { reachOf } from '../supervision/port.ts';

/** The two sides of what a query of execution may narrow by. */
export interface Sides {
  readonly institution: RawBuilder<string>;
  readonly manufacturer: RawBuilder<string>;
  readonly organiser: RawBuilder<string>;
  readonly jurisdiction: RawBuilder<string>;
  /** Where a distributor sees it too. */
  readonly distributors?: RawBuilder<unknown>;
}

/** Own rows of a party; of a lead hospital also those of the rounds that it runs; of a bureau those of its place. */
export function mine({ actor }: ActorContext, sides: Sides): RawBuilder<SqlBool> {
  const own = actor.organisationId;
  switch (actor.kind) {
    case 'institution':
      return sql<SqlBool>`(${sides.institution} = ${own} or ${sides.organiser} = ${own})`;
    case 'manufacturer':
      return sql<SqlBool>`${sides.manufacturer} = ${own}`;
    case 'distributor':
      return sides.distributors === undefined
        ? sql<SqlBool>`false`
        : sql<SqlBool>`${sides.distributors} @> array[${own}::uuid]`;
    default:
      return sql<SqlBool>`(${sides.jurisdiction} like ${`${reachOf(actor.jurisdiction)}%`} or ${sides.organiser} = ${own})`;
  }
}

export const accountSides: Sides = {
  institution: sql.ref('a.institution_id'),
  manufacturer: sql.ref('a.manufacturer_id'),
  organiser: sql.ref('a.organiser_id'),
  jurisdiction: sql.ref('a.jurisdiction'),
  distributors: sql.ref('a.distributor_ids'),
};

export function isId(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

export function factorOf(context: Context, rulesOf: string): Share {
  return resolve(context.book, 'execution.behindShare', rulesOf, context.today).value;
}

/** The line below which an account is behind, as the rounds of the province have it. */
async function factors(tx: Tx, context: Context): Promise<ReadonlyMap<string, Share>> {
  const rows = await tx
    .selectFrom('tender')
    .select('jurisdiction')
    .distinct()
    .where('province', '=', context.scope.province)
    .execute();
  return new Map(rows.map(({ jurisdiction }) => [jurisdiction, factorOf(context, jurisdiction)]));
}

/** The rule isBehind for accounts `a` in SQL, so that lists and sums count without reading every account. */
export async function behindSql(tx: Tx, context: Context): Promise<RawBuilder<SqlBool>> {
  const of = await factors(tx, context);
  const part = (pick: (share: Share) => number) => {
    const cases = [...of].map(([place, share]) => sql`when ${place} then ${pick(share)}::numeric`);
    return cases.length === 0 ? sql`1` : sql`(case a.rules_of ${sql.join(cases, sql` `)} else 0 end)`;
  };
  return sql<SqlBool>`(a.accepted * (a.until_on - a.from_on + 1) * ${part((share) => share.under)}
    < ${part((share) => share.over)} * least(greatest(${context.today}::date - a.from_on, 0), a.until_on - a.from_on + 1) * a.agreed)`;
}
