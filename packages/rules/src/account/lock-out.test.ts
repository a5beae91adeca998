import { expect, test } from 'vitest';
import { type Failures, countTry, lockedUntil } from './lock-out.ts';
import { addMs, epochMs, instant } from '../time.ts';

const morning = instant('2026-09-01T02:00:00.000Z');
const rules = { attempts: 5, minutes: 15 };
const minutes = (count: number) => count * 60_000;

function afterTries(count: number): Failures | null {
  let failures: Failures | null = null;
  for (let n = 0; n < count; n += 1) failures = countTry(failures, morning, rules);
  return failures;
}

test('the tries before the last allowed one lock nobody out', () => {
  expect(lockedUntil(afterTries(4), morning)).toBeNull();
});

test('the fifth failure locks for fifteen minutes, and the moment after them is free again', () => {
  const failures = afterTries(5);
  expect(lockedUntil(failures, morning)).toBe(addMs(morning, minutes(15)));
  expect(lockedUntil(failures, addMs(morning, minutes(15) - 1))).not.toBeNull();
  expect(lockedUntil(failures, addMs(morning, minutes(15)))).toBeNull();
});

test('each further failure doubles the lock-out, never beyond a day', () => {
  const lengths = [6, 7, 30].map((count) => epochMs(afterTries(count)!.lockedUntil!) - epochMs(morning));
  expect(lengths).toEqual([minutes(30), minutes(60), minutes(1440)]);
});

test('after a quiet day the count begins anew', () => {
  const next = countTry(afterTries(9), addMs(morning, minutes(1441)), rules);
  expect(next).toMatchObject({ count: 1, lockedUntil: null });
});
