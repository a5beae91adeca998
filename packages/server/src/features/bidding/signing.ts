import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The installation's own key for receipts: Ed25519, made at the first need, kept in the data directory and readable by the
 * server alone. Servers of one installation share the directory, so they sign with the same key.
 */
function keyFile(dataDir: string): string {
  return path.join(dataDir, 'keys', 'receipts.ed25519.pem');
}

const kept = new Map<string, KeyObject>();

function signingKey(dataDir: string): KeyObject {
  const known = kept.get(dataDir);
  if (known !== undefined) return known;
  const file = keyFile(dataDir);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    // Of two servers that start at once one writes; both read what stands there.
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = createPrivateKey(readFileSync(file));
  kept.set(dataDir, key);
  return key;
}

/** Base64 of the signature over the text in UTF-8. */
export function signed(dataDir: string, text: string): string {
  return sign(null, Buffer.from(text), signingKey(dataDir)).toString('base64');
}

export interface PublicSigningKey {
  readonly algorithm: 'Ed25519';
  readonly publicKey: string;
  readonly pem: string;
}

export function publicSigningKey(dataDir: string): PublicSigningKey {
  const key = createPublicKey(signingKey(dataDir));
  const raw = String(key.export({ format: 'jwk' }).x);
  return {
    algorithm: 'Ed25519',
    publicKey: Buffer.from(raw, 'base64url').toString('base64'),
    pem: String(key.export({ type: 'spki', format: 'pem' })),
  };
}
