import pg from 'pg';

/** What a page would run if it took a text for markup, and what a link would run if it took one for an address. */
export const markup = `<img src=x onerror="window.daylightInjected=1">"'><script>window.daylightInjected=2</script>{{7*7}}\${7*7}`;
export const address = 'javascript:window.daylightInjected=3//';

/** Names that say that a column holds words of people, also where the demo left it empty or wrote English. */
const words =
  /(^|_)(name|title|note|reason|body|text|words|message|detail|explanation|comment|opinion|answer|scope|process|duties|meeting|specification|model|handling|problem)$/;
const links = /(^|_)(url|href|link|homepage)$/;

const CHECK_VIOLATION = '23514';
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

interface Change {
  readonly column: string;
  /** An expression of SQL. */
  readonly value: string;
}

interface TextColumn {
  readonly column: string;
  readonly type: 'text' | 'jsonb';
  /** It may be a code, and is changed only where it says Chinese words. */
  readonly isKey: boolean;
}

/**
 * Puts markup behind every text of a filled database that people or workbooks wrote: into each text column that has a Chinese word
 * somewhere or a name that says so, and into the Chinese texts inside of every jsonb. Codes and states stay as they are.
 * Answers the columns that were changed, as "table.column".
 */
export async function poison(client: pg.Client): Promise<string[]> {
  // Neither triggers nor foreign keys look on; checks do.
  await client.query(`set session_replication_role = replica`);
  await client.query(
    `create or replace function pg_temp.poisoned(x jsonb, mark text) returns jsonb language plpgsql immutable as $body$
     begin
       case jsonb_typeof(x)
         when 'string' then return case when x #>> '{}' ~ '[一-龥]' then to_jsonb((x #>> '{}') || mark) else x end;
         when 'array' then return coalesce((select jsonb_agg(pg_temp.poisoned(e, mark) order by n) from jsonb_array_elements(x) with ordinality as t (e, n)), '[]');
         when 'object' then return coalesce((select jsonb_object_agg(key, pg_temp.poisoned(value, mark)) from jsonb_each(x)), '{}');
         else return x;
       end case;
     end $body$`,
  );
  const changed: string[] = [];
  for (const [table, columns] of await textColumns(client))
    changed.push(...(await poisonTable(client, table, columns)).map((column) => `${table}.${column}`));
  return changed;
}

async function textColumns(client: pg.Client): Promise<Map<string, TextColumn[]>> {
  const { rows } = await client.query<TextColumn & { readonly table: string }>(
    `select c.relname as "table", a.attname as "column", t.typname as type,
       exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p' and a.attnum = any (k.conkey)) as "isKey"
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     join pg_type t on t.oid = a.atttypid and t.typname in ('text', 'jsonb')
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attgenerated = ''
       and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey))
     order by 1, 2`,
  );
  return Map.groupBy(rows, ({ table }) => table);
}

async function poisonTable(
  client: pg.Client,
  table: string,
  columns: readonly TextColumn[],
): Promise<string[]> {
  const asked = columns.map(({ column }, nth) => `bool_or("${column}"::text ~ '[一-龥]') as c${nth}`);
  const { rows } = await client.query<Record<string, boolean | null>>(
    `select count(*) > 0 as filled, ${asked.join(', ')} from "${table}"`,
  );
  const found = rows[0];
  if (found?.['filled'] !== true) return [];
  const sets = columns.flatMap<Change>(({ column, type, isKey }, nth) => {
    const isChinese = found[`c${nth}`] === true;
    if (type === 'jsonb')
      return isChinese
        ? [
            {
              column,
              value: `case when "${column}"::text ~ '[一-龥]' then pg_temp.poisoned("${column}", ${quoted(markup)}) else "${column}" end`,
            },
          ]
        : [];
    if (links.test(column)) return [{ column, value: quoted(address) }];
    if (!isChinese && (isKey || !words.test(column))) return [];
    return [{ column, value: `"${column}" || ${quoted(markup)}` }];
  });
  if (sets.length === 0) return [];
  if (await change(client, table, sets)) return sets.map(({ column }) => column);
  const changed: string[] = [];
  for (const each of sets) if (await change(client, table, [each])) changed.push(each.column);
  return changed;
}

/** False where a check of the table allows only the codes that it lists. */
async function change(client: pg.Client, table: string, sets: readonly Change[]): Promise<boolean> {
  const to = sets.map(
    ({ column, value }) => `"${column}" = case "${column}"::text when '' then "${column}" else ${value} end`,
  );
  try {
    await client.query(`update "${table}" set ${to.join(', ')}`);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === CHECK_VIOLATION) return false;
    throw error;
  }
}
