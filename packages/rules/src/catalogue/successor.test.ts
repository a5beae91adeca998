import { expect, test } from 'vitest';
import { followTranscodes } from './successor.ts';

const chain: Readonly<Record<string, string>> = { a: 'b', b: 'c', x: 'y', y: 'x' };
const successorOf = (code: string) => chain[code] ?? null;

test('HN-8 a transcode is followed to its end', () => {
  expect(followTranscodes('a', successorOf)).toEqual({
    current: 'c',
    passed: ['a', 'b', 'c'],
    circular: false,
  });
  expect(followTranscodes('c', successorOf)).toEqual({ current: 'c', passed: ['c'], circular: false });
});

test('transcodes in a circle lead nowhere', () => {
  expect(followTranscodes('x', successorOf)).toEqual({ current: 'x', passed: ['x'], circular: true });
});
