import type pg from 'pg';

/**
 * What a test asks of the database itself, beside the product, is not what the product sends: it is left out of the statements
 * that are looked at after the run (sent-statements.ts). Without the library the setting is a word that nobody reads.
 */
export const unrecordedOption = '-c pg_stat_statements.track=none';

/** Until the end of the transaction; the client acts as the application's role from then on. */
export async function askAsApplication(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  // Only a superuser may set it, so before the role is put on.
  await client.query('set local role none');
  await client.query(`set local pg_stat_statements.track = 'none'`);
  await client.query('set local role daylight_app');
}
