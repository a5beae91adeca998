import { expect, test } from 'vitest';
import { type Health, marked, troublesOf } from './health-verdict.ts';

const well = {
  sweepLagSeconds: 20,
  connections: { open: 4, waiting: 0 },
  jobs: [
    { name: 'seal', startedAt: '2026-09-01T02:00:00.000Z', endedAt: '2026-09-01T02:00:01.000Z', failures: 0 },
  ],
  queue: { waiting: 0, oldestSeconds: 0, failed: 0 },
  unsealed: { records: 3, oldestSeconds: 12 },
  failedSignIns: 2,
  evidence: {
    storage: { kind: 'folder', place: '/data', trouble: null },
    scanner: { name: 'clamav', place: '127.0.0.1:3310', version: 'ClamAV 1.4' },
  },
} as unknown as Health;

const kinds = (changed: Partial<Health>): string[] =>
  troublesOf({ ...well, ...changed }).map(({ kind }) => kind);

test('a platform whose figures are all below their marks has no trouble', () => {
  expect(troublesOf(well)).toEqual([]);
  expect(kinds({ sweepLagSeconds: marked.sweepLag, failedSignIns: marked.failedSignIns })).toEqual([]);
});

test('each figure beyond its mark is a trouble of its own, the urgent before the others', () => {
  expect(
    kinds({
      sweepLagSeconds: null,
      connections: { open: 10, waiting: 1 },
      queue: { waiting: 2, oldestSeconds: marked.queueAge + 1, failed: 1 },
      unsealed: { records: 1, oldestSeconds: marked.unsealedAge + 1 },
      failedSignIns: marked.failedSignIns + 1,
      jobs: [{ ...well.jobs[0]!, failures: marked.failures }],
      evidence: { storage: { ...well.evidence.storage, trouble: 'read-only' }, scanner: null },
    }),
  ).toEqual([
    'storage',
    'sweepLag',
    'connections',
    'queue',
    'unsealed',
    'jobFailing',
    'failedSignIns',
    'givenUp',
    'noScanner',
  ]);
});

test('a scanner that does not answer is urgent, none at all is told', () => {
  const { storage } = well.evidence;
  expect(kinds({ evidence: { storage, scanner: { name: 'clamav', place: 'x', version: null } } })).toEqual([
    'scannerAway',
  ]);
  expect(kinds({ evidence: { storage, scanner: null } })).toEqual(['noScanner']);
});
