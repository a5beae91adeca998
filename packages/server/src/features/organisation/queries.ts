import type * as api from '@daylight/api/organisation.ts';
import { ok } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { ActorContext, Context } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import type { Call } from '../../route.ts';
import { seesUnapproved } from './detail.ts';
import { organisationRows, shortView } from './store.ts';

/** The directory by name; a jurisdiction includes the places below it. */
export async function listOrganisations(
  context: ActorContext,
  { query }: Call<typeof api.listOrganisations>,
): Answered<typeof api.listOrganisations> {
  const { q = '', kind, jurisdiction, level, ownership, state } = query;
  const after = valuesOf(query.cursor, 2);
  const wanted = seesUnapproved(context.actor) ? state : 'active';
  const prefix = jurisdiction?.replace(/(00)+$/, '') ?? '';
  let rows = organisationRows(context.database.db)
    .orderBy('o.name')
    .orderBy('o.id')
    .limit(query.limit + 1);
  if (wanted !== undefined) rows = rows.where('o.state', '=', wanted);
  if (kind !== undefined) rows = rows.where('o.kind', '=', kind);
  if (level !== undefined) rows = rows.where('o.level', '=', level);
  if (ownership !== undefined) rows = rows.where('o.ownership', '=', ownership);
  if (prefix !== '') rows = rows.where('o.jurisdiction', 'like', `${prefix}%`);
  if (q !== '') {
    const code = q.toUpperCase();
    rows = rows.where(sql<boolean>`(position(${q} in o.name) > 0 or position(${q} in o.short_name) > 0
      or starts_with(o.credit_code, ${code}) or starts_with(o.institution_code, ${code}))`);
  }
  if (after !== null) rows = rows.where(sql<boolean>`(o.name, o.id::text) > (${after[0]}, ${after[1]})`);
  const found = await rows.execute();
  const items = found.slice(0, query.limit).map(shortView);
  const last = items.at(-1);
  return ok({
    items,
    next: found.length > query.limit && last !== undefined ? cursorOf([last.name, last.id]) : null,
  });
}

export async function listJurisdictions(context: Context): Answered<typeof api.listJurisdictions> {
  const rows = await context.database.db.selectFrom('jurisdiction').selectAll().orderBy('code').execute();
  return ok({
    items: rows.map((row) => ({
      code: row.code,
      name: { zh: row.name, en: row.nameEn },
      parent: row.parent,
      isPlatform: row.isPlatform,
    })),
  });
}
