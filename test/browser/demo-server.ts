import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildApp, openWorld } from '@daylight/server/main.ts';
import type { World } from '@daylight/server/context.ts';
import { sweeps } from '@daylight/server/features.ts';
import { runSweeps } from '@daylight/server/sweep.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { demoNow, demoTemplate } from '../support/demo.ts';
import { freshDatabase } from '../support/database.ts';

export interface DemoServer {
  readonly address: string;
  readonly world: World;
  /** Moves the clock, and does what is due by then. Sessions end in the meantime: persons enter anew. */
  moveTo(at: Instant): Promise<void>;
  close(): Promise<void>;
}

/** The whole platform with the small demo on a port of this machine; its clock stands at the demo's moment. `arrange` may change the database before. */
export async function openDemoServer(arrange?: (url: string) => Promise<void>): Promise<DemoServer> {
  const database = await freshDatabase(demoTemplate);
  await arrange?.(database.url);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-browser-'));
  let now = demoNow;
  const world = await openWorld({ url: database.url, dataDir, demo: true, clock: () => now });
  const app = await buildApp(world);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    address,
    world,
    moveTo: async (at) => {
      now = at;
      await runSweeps(world, sweeps);
    },
    close: async () => {
      await app.close();
      await world.database.close();
      await database.drop();
    },
  };
}
