import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildApp, openWorld } from '@daylight/server/main.ts';
import type { World } from '@daylight/server/context.ts';
import { demoNow, demoTemplate } from '../support/demo.ts';
import { freshDatabase } from '../support/database.ts';

export interface DemoServer {
  readonly address: string;
  readonly world: World;
  close(): Promise<void>;
}

/** The whole platform with the small demo on a port of this machine; its clock stands at the demo's moment. */
export async function openDemoServer(): Promise<DemoServer> {
  const database = await freshDatabase(demoTemplate);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-browser-'));
  const world = await openWorld({ url: database.url, dataDir, demo: true, clock: () => demoNow });
  const app = await buildApp(world);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    address,
    world,
    close: async () => {
      await app.close();
      await world.database.close();
      await database.drop();
    },
  };
}
