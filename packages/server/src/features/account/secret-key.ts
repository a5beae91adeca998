import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../../db.ts';

const keys = new Map<string, Buffer>();

/** DAYLIGHT_SECRET, or a key file that only this user can read: without either, a stolen database says no secrets. */
function masterSecret(dataDir: string): Buffer {
  const given = process.env['DAYLIGHT_SECRET'];
  if (given !== undefined && given.length < 32)
    throw new Error('DAYLIGHT_SECRET needs at least 32 characters');
  if (given !== undefined) return Buffer.from(given);
  const file = path.join(dataDir, 'secret.key');
  try {
    // 'wx' fails when the file exists, so of two servers that start at once one makes it and both read the same.
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
}

/** One key per purpose, from the secret of this installation. */
function keyFor(dataDir: string, purpose: string): Buffer {
  const name = `${dataDir}\n${purpose}`;
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = Buffer.from(hkdfSync('sha256', masterSecret(dataDir), 'daylight', purpose, 32));
  keys.set(name, key);
  return key;
}

export interface Sealing {
  readonly dataDir: string;
  readonly purpose: string;
  /** What the text belongs to, e.g. the account: a sealed text moved to another row does not open. */
  readonly owner: string;
}

const nonceLength = 12;
const tagLength = 16;

/** AES-256-GCM, as 'v1.' and base64url of nonce, tag and text. */
export function seal(plain: string, { dataDir, purpose, owner }: Sealing): string {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', keyFor(dataDir, purpose), nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
}

/** Throws when the text was changed, belongs to another owner, or the installation's secret is another one. */
export function unseal(sealed: string, { dataDir, purpose, owner }: Sealing): string {
  const bytes = Buffer.from(sealed.replace(/^v1\./, ''), 'base64url');
  const nonce = bytes.subarray(0, nonceLength);
  const decipher = createDecipheriv('aes-256-gcm', keyFor(dataDir, purpose), nonce, {
    authTagLength: tagLength,
  })
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
  return decipher.update(bytes.subarray(nonceLength + tagLength), undefined, 'utf8') + decipher.final('utf8');
}
