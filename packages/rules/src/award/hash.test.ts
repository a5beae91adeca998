import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalText } from './canonical.ts';
import { sha256HexOf } from '../sha256.ts';
import { hashOf } from './hash.ts';

test('the hash is SHA-256 of the text as UTF-8, however it comes in pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { maxLength: 6 }), (pieces) => {
      const own = sha256HexOf((write) => {
        pieces.forEach(write);
      });
      expect(own).toBe(createHash('sha256').update(pieces.join(''), 'utf8').digest('hex'));
    }),
  );
});

test('canonical text does not depend on the order of keys and reads back as the same value', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())), (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed());
      expect(canonicalText(turned)).toBe(canonicalText(value));
      expect(canonicalText(JSON.parse(canonicalText(value)))).toBe(canonicalText(value));
    }),
  );
});

test('a column and the list it became in JSON have one hash', () => {
  const column = Float64Array.from({ length: 20_000 }, (_, index) => index * 1000);
  expect(hashOf({ column })).toBe(hashOf({ column: Array.from(column) }));
});

test.each([1.5, Number.NaN, 2 ** 53, undefined])('%s has no canonical text', (value) => {
  expect(() => canonicalText({ value })).toThrow('assertion failed');
  expect(() => canonicalText([value])).toThrow('assertion failed');
});
