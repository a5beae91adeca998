import pg from 'pg';
import { expect, test } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { demoTemplate } from '../support/demo.ts';

test('the demo has prices of other provinces, declarations in several states and a linkage that waits for approval', async () => {
  const database = await freshDatabase(demoTemplate);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const list = async (text: string): Promise<string[]> =>
    (await client.query<{ x: string }>(text)).rows.map((row) => row.x);
  try {
    expect(await list('select distinct state as x from price_duty order by 1')).toEqual(
      expect.arrayContaining(['contested', 'declared', 'fulfilled', 'open']),
    );
    expect(await list(`select distinct state as x from price_record order by 1`)).toEqual(
      expect.arrayContaining(['entered', 'verified']),
    );
    expect(await list('select state as x from linkage_run')).toEqual(['submitted']);
    expect(await list('select state as x from price_source')).toEqual(['entered']);
  } finally {
    await client.end();
    await database.drop();
  }
});
