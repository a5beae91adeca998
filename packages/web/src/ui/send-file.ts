import type { Problem } from '@daylight/api/wire.ts';
import { ProblemError, unreachable, unreadable } from '../api.ts';

interface Sending {
  readonly file: File;
  readonly key: string;
  readonly onProgress: (percent: number) => void;
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return null;
  }
}

/** fetch tells nothing about how much of a body has gone out, so a file goes by XMLHttpRequest. Throws ProblemError. */
export function sendFile(address: string, { file, key, onProgress }: Sending): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const request = new XMLHttpRequest();
  request.open('POST', address);
  request.setRequestHeader('accept', 'application/json, application/problem+json');
  request.setRequestHeader('x-daylight', 'web');
  request.setRequestHeader('idempotency-key', key);
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    if (total > 0) onProgress(Math.floor((loaded * 100) / total));
  });
  request.addEventListener('error', () => reject(new ProblemError(unreachable())));
  request.addEventListener('abort', () => reject(new ProblemError(unreachable())));
  request.addEventListener('load', () => {
    const body = parsed(request.responseText);
    const problem = body as Partial<Problem> | null | undefined;
    if (request.status < 300) resolve(body);
    else if (problem?.code !== undefined) reject(new ProblemError(problem as Problem));
    else reject(new ProblemError(unreadable(request.status)));
  });
  const form = new FormData();
  form.append('file', file);
  request.send(form);
  return promise;
}
