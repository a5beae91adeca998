import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type KeyPair, lockIdentity } from '@daylight/seal/keys.ts';
import { demoPassword } from '../features/account/demo-accounts.ts';
import type { Province } from './province.ts';

/** Where a visitor of the demo finds the keys with which he takes part in an opening; below the data of the installation. */
export const demoKeys = 'demo-keys';

/** The passphrase is printed: there is nothing to guess that would take time. */
const workFactor = 8;

interface DemoKey {
  readonly kind: 'trustee' | 'bidder';
  readonly round: { readonly number: string; readonly title: string };
  readonly login: string;
  readonly owner: string;
}

/** The key file that the owner's browser would have saved, marked as what it is. */
export async function keepKey(demo: Province, of: DemoKey, keys: KeyPair): Promise<void> {
  const { kind, round, login, owner } = of;
  const folder = path.join(demo.world.dataDir, demoKeys, round.number);
  const content = {
    format: 'daylight-key/1',
    note: `演示密钥，任何人都可使用；口令 ${demoPassword}。A key of the demo that everybody may use; passphrase ${demoPassword}.`,
    kind,
    round: round.number,
    title: round.title,
    login,
    owner,
    recipient: keys.recipient,
    locked: await lockIdentity(keys.identity, demoPassword, workFactor),
  };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${kind}-${login}.json`), `${JSON.stringify(content, null, 2)}\n`);
}
