import { createHash } from 'node:crypto';
import type { Sim } from './sim.ts';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * One hash of the whole journal: who did what when and why, in the order in which it happened. Ids end in chance, so each is
 * counted by its first appearance; the request is left out, and when an import ended, which is the machine's speed.
 */
export async function journalHash({ owner }: Sim): Promise<string> {
  const known = new Map<string, string>();
  const hash = createHash('sha256');
  const counted = (id: string): string => {
    const name = known.get(id) ?? `#${known.size}`;
    known.set(id, name);
    return name;
  };
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await owner.query<{ id: string; line: string }>(
      `select id, jsonb_build_array(case when event <> 'catalogue.imported' then at end, event, subject_kind, subject_id, actor_account, actor_organisation, on_behalf_of, readers,
         basis, before, after)::text as line from journal where province = 32 and id > $1 order by id limit 5000`,
      [after],
    );
    for (const { line } of rows) hash.update(line.replaceAll(uuid, counted)).update('\n');
    const last = rows.at(-1);
    if (last === undefined) return hash.digest('hex');
    after = last.id;
  }
}
