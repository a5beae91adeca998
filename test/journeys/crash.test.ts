import { expect, test } from 'vitest';
import { crash } from '../crash/crash.ts';

test('killed under load, nothing acknowledged is lost, nothing half done stays, and a retry has one effect', async () => {
  const report = await crash({ seed: 20_261_122, rounds: 3, loadMsMax: 1500, log: () => undefined });
  expect(report.faults).toEqual([]);
  expect(report.rounds).toBe(3);
  expect(report.acknowledged).toBeGreaterThan(0);
  expect(report.journalRecords).toBeGreaterThan(report.orders);
}, 180_000);
