import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { readHealth } from '@daylight/api/platform.ts';

export type Health = ReplyOf<typeof readHealth>;

/** From here on a figure is marked; docs/alerts.yml raises its alerts at the same ones. Seconds, and counts. */
export const marked = {
  sweepLag: 300,
  queueAge: 300,
  unsealedAge: 900,
  failedSignIns: 100,
  failures: 3,
} as const;

/** What an operator should look at, the most urgent first; `jobFailing` carries the name of the job. */
export type Trouble =
  | { readonly kind: 'storage' | 'sweepLag' | 'connections' | 'queue' | 'unsealed'; readonly urgent: true }
  | { readonly kind: 'jobFailing'; readonly urgent: true; readonly job: string }
  | { readonly kind: 'scannerAway' | 'failedSignIns'; readonly urgent: true }
  | { readonly kind: 'givenUp' | 'noScanner'; readonly urgent: false };

export function troublesOf(health: Health): readonly Trouble[] {
  const { sweepLagSeconds: lag, queue, unsealed, evidence, connections } = health;
  const urgent = (
    when: boolean,
    kind: Exclude<Trouble, { job: string } | { urgent: false }>['kind'],
  ): Trouble[] => (when ? [{ kind, urgent: true }] : []);
  return [
    ...urgent(evidence.storage.trouble !== null, 'storage'),
    ...urgent(lag === null || lag > marked.sweepLag, 'sweepLag'),
    ...urgent(connections.waiting > 0, 'connections'),
    ...urgent((queue?.waiting ?? 0) > 0 && (queue?.oldestSeconds ?? 0) > marked.queueAge, 'queue'),
    ...urgent(unsealed.records > 0 && unsealed.oldestSeconds > marked.unsealedAge, 'unsealed'),
    ...health.jobs
      .filter(({ failures }) => failures >= marked.failures)
      .map(({ name }): Trouble => ({ kind: 'jobFailing', urgent: true, job: name })),
    ...urgent(evidence.scanner !== null && evidence.scanner.version === null, 'scannerAway'),
    ...urgent(health.failedSignIns > marked.failedSignIns, 'failedSignIns'),
    ...((queue?.failed ?? 0) > 0 ? [{ kind: 'givenUp', urgent: false } as const] : []),
    ...(evidence.scanner === null ? [{ kind: 'noScanner', urgent: false } as const] : []),
  ];
}
