import { type TenderLevel, type TenderState, isWider } from '@daylight/rules/tender/state.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

/** A running item of an announced round whose codes meet those that are asked about. */
export interface MetItem {
  readonly tenderId: string;
  readonly number: string;
  readonly title: string;
  readonly level: TenderLevel;
  readonly state: TenderState;
  readonly item: string;
  readonly name: string;
  readonly codePrefixes: readonly string[];
  /** The beginning that was asked about. */
  readonly asked: string;
}

export interface OverlapAsk {
  readonly codePrefixes: readonly string[];
  /** Only rounds in which one of these takes part. */
  readonly institutionIds: readonly string[];
  readonly except?: string | null;
}

/** Announced rounds that run and buy some of these codes for some of these institutions. */
export async function roundsWithCodes(tx: Tx, province: number, ask: OverlapAsk): Promise<MetItem[]> {
  if (ask.codePrefixes.length === 0 || ask.institutionIds.length === 0) return [];
  const { rows } = await sql<MetItem>`
    select t.id as tender_id, t.number, t.title, t.level, t.state, i.item, i.name, i.code_prefixes, asked.prefix as asked
    from tender t
    join tender_item i on i.province = t.province and i.tender_id = t.id and i.state = 'running'
    cross join unnest(${[...ask.codePrefixes]}::text[]) as asked (prefix)
    where t.province = ${province} and t.is_public and t.state not in ('ended', 'cancelled', 'failed')
      and t.id is distinct from ${ask.except ?? null}::uuid
      and exists (select 1 from unnest(i.code_prefixes) as own (prefix)
        where starts_with(own.prefix, asked.prefix) or starts_with(asked.prefix, own.prefix))
      and exists (select 1 from tender_institution m
        where m.province = t.province and m.tender_id = t.id and m.left_on is null
          and m.institution_id = any(${[...ask.institutionIds]}::uuid[]))
    order by t.id, i.item`.execute(tx);
  return rows;
}

/** The widest of those that are wider than a level; null where none is. */
export function widerOf(met: readonly MetItem[], level: TenderLevel): MetItem | null {
  const wider = met.filter((each) => isWider(each.level, level));
  return wider.toSorted((a, b) => (isWider(a.level, b.level) ? -1 : 1))[0] ?? null;
}
