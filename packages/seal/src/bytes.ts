import { hexOf } from '@daylight/rules/sha256.ts';

/** Bytes with a buffer of their own, as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export function bytesOf(text: string): Bytes {
  return encoder.encode(text);
}

/** Throws TypeError on bytes that are not UTF-8. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Base64 as RFC 4648 §4 has it. Large inputs are taken in pieces: a call has a limit of arguments. */
export function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

/** Null where the text is not base64. */
export function fromBase64(text: string): Bytes | null {
  try {
    return Uint8Array.from(atob(text), (sign) => sign.codePointAt(0) ?? 0);
  } catch {
    return null;
  }
}

/**
 * SHA-256 over parts, each led by its length in eight bytes, so that no two lists of parts give the same input. Lower-case hex.
 */
export async function hashOf(...parts: readonly Uint8Array[]): Promise<string> {
  const input = new Uint8Array(parts.reduce((sum, part) => sum + 8 + part.length, 0));
  const view = new DataView(input.buffer);
  let at = 0;
  for (const part of parts) {
    view.setBigUint64(at, BigInt(part.length));
    input.set(part, at + 8);
    at += 8 + part.length;
  }
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', input)));
}
