import {
  type Arrival,
  beginEvidence,
  finishEvidence,
  readEvidence,
  sendEvidenceChunk,
} from '@daylight/api/evidence.ts';
import type { Problem } from '@daylight/api/wire.ts';
import { ProblemError, addressOf, call, isRetriable, unreachable, unreadable } from '../api.ts';

/** How far a file is. 'paused': the line is down; it goes on by itself where it stopped. */
export type Stage = 'sending' | 'paused' | 'checking' | 'waiting';

export interface SendingEvidence {
  readonly signal: AbortSignal;
  readonly onStage: (stage: Stage, percent: number) => void;
}

const PAUSE_MS_MIN = 1000;
const PAUSE_MS_MAX = 15_000;
const SCAN_POLL_MS = 10_000;

/** SHA-256 in hex, by which a cut upload is recognised; null where the page is not served over https or loopback. */
async function hashOf(file: File): Promise<string | null> {
  if (globalThis.crypto.subtle === undefined) return null;
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Hands one file in: begun or taken up again, sent chunk by chunk, finished. A lost connection pauses it and it goes on by
 * itself. Throws ProblemError for a definite refusal and AbortError when it is given up.
 */
export async function sendEvidence(file: File, sending: SendingEvidence): Promise<Arrival> {
  const hash = await hashOf(file);
  const body = { fileName: file.name, bytes: file.size, hash };
  let at = await again(sending, 0, () => call(beginEvidence, { body }, { signal: sending.signal }));
  while (at.state === 'arriving' && at.received < at.bytes) {
    const percent = Math.floor((at.received * 100) / at.bytes);
    sending.onStage('sending', percent);
    const from = at;
    at = await again(sending, percent, () => sendNext(file, from, sending.signal));
  }
  sending.onStage('checking', 100);
  const params = { evidenceId: at.id };
  at = await again(sending, 100, () => call(finishEvidence, { params }, { signal: sending.signal }));
  while (at.state === 'waiting') {
    sending.onStage('waiting', 100);
    await pause(SCAN_POLL_MS, sending.signal);
    at = await again(sending, 100, () => call(readEvidence, { params }, { signal: sending.signal }));
  }
  return at;
}

/** The chunk that comes next; when the server is further or less far than we thought, it says so and we follow. */
async function sendNext(file: File, at: Arrival, signal: AbortSignal): Promise<Arrival> {
  const form = new FormData();
  form.append('file', file.slice(at.received, at.received + at.chunkBytes), 'chunk');
  const address = addressOf(sendEvidenceChunk.path, { evidenceId: at.id }, { offset: at.received });
  const headers = { accept: 'application/json, application/problem+json', 'x-daylight': 'web' };
  let response: Response;
  try {
    response = await fetch(address, {
      method: 'PUT',
      body: form,
      headers,
      credentials: 'same-origin',
      signal,
    });
  } catch (fault) {
    if (signal.aborted) throw fault;
    throw new ProblemError(unreachable());
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as Arrival;
  const problem = answer as Problem | null;
  if (problem?.code === 'evidence.otherOffset') return { ...at, received: Number(problem.facts['received']) };
  throw new ProblemError(problem?.code === undefined ? unreadable(response.status) : problem);
}

/** Tries until there is a definite answer: sooner when the browser says that it is online again. */
async function again<T>(
  { signal, onStage }: SendingEvidence,
  percent: number,
  work: () => Promise<T>,
): Promise<T> {
  for (let wait = PAUSE_MS_MIN; ; wait = Math.min(wait * 2, PAUSE_MS_MAX)) {
    try {
      return await work();
    } catch (fault) {
      if (!(fault instanceof ProblemError) || !isRetriable(fault.problem)) throw fault;
      onStage('paused', percent);
      await pause(wait, signal);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const online = (): void => resolve();
  const abort = (): void => reject(new DOMException('given up', 'AbortError'));
  window.addEventListener('online', online, { once: true });
  signal.addEventListener('abort', abort, { once: true });
  return promise.finally(() => {
    clearTimeout(timer);
    window.removeEventListener('online', online);
    signal.removeEventListener('abort', abort);
  });
}
