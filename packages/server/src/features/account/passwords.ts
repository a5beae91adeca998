import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** 19 MiB and two passes (OWASP 2025 for argon2id); stored in each hash, so it can grow without a migration. */
const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Hashing is meant to be slow: beyond these the server says so instead of letting everybody wait. */
const runningMax = 2;
const waitingMax = 60;
let running = 0;
const waiting: (() => void)[] = [];

export function tooManyAreSigningIn(): boolean {
  return waiting.length >= waitingMax;
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= runningMax) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    // The place is handed on, not given back, so that nobody slips in between.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

function derive(password: string, nonce: Buffer, { memory, passes, parallelism }: Cost): Promise<Buffer> {
  // The same word typed on another keyboard may be composed differently.
  const message = Buffer.from(password.normalize('NFKC'));
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce, parallelism, tagLength, memory, passes }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

const plain = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** argon2id with its parameters and salt, as the PHC string format writes it. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await inTurn(() => derive(password, salt, cost));
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${plain(salt)}$${plain(key)}`;
}

/** What an unknown login is checked against, so that its answer takes as long as any other. */
const nobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${plain(randomBytes(16))}$${plain(randomBytes(tagLength))}`;

/** Whether the password is the one of the hash; with no hash it takes the same time and is false. */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(hash ?? nobody) ?? [];
  if (memory === undefined) throw new Error('a stored password hash is not an argon2id string');
  const given = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const key = await inTurn(() => derive(password, Buffer.from(salt, 'base64'), given));
  return timingSafeEqual(key, Buffer.from(tag, 'base64')) && hash !== null;
}

/** Without letters and digits that look alike on paper. */
const readable = '23456789abcdefghijkmnpqrstuvwxyz';

/** A password to hand over once, 'k7mw-q2xp-…' with 80 bits of chance. */
export function oneTimePassword(): string {
  const letters = Array.from({ length: 16 }, () => readable.charAt(randomInt(readable.length))).join('');
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** How long a one-time password works: handed over on paper or by telephone, three days are enough to reach the person. */
export const oneTimeHours = 72;
