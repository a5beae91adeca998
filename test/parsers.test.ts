import { foldCode, foldWidth } from '@daylight/rules/codes/fold.ts';
import {
  normaliseCertificate,
  parseCertificate,
  sameCertificate,
} from '@daylight/rules/codes/certificate.ts';
import { parseCreditCode } from '@daylight/rules/codes/credit-code.ts';
import { gtin14, hasGtinCheckDigit } from '@daylight/rules/codes/gtin.ts';
import { parseInstitutionCode } from '@daylight/rules/codes/institution-code.ts';
import { normaliseNationalCode, parseNationalCode } from '@daylight/rules/codes/national-code.ts';
import { parseUdi } from '@daylight/rules/codes/udi.ts';
import { readSearch } from '@daylight/rules/catalogue/search-query.ts';
import { isMoney, isQuantity, isRatio, money, quantity } from '@daylight/rules/money.ts';
import { readPasted } from '@daylight/rules/order/paste.ts';
import { addDays, dateOfDay, dayNumber, isInstant, isIsoDate, isoDate } from '@daylight/rules/time.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { corpus } from './fuzz/corpus.ts';

/** Any text, one of the corpus, or one of the corpus with something done to it. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(...corpus),
  fc
    .tuple(fc.constantFrom(...corpus), fc.constantFrom(...corpus), fc.nat(40), fc.string({ maxLength: 3 }))
    .map(([one, other, at, between]) => `${one.slice(0, at)}${between}${other.slice(0, 200)}`),
);

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  foldCode,
  foldWidth,
  gtin14,
  hasGtinCheckDigit,
  isInstant,
  isIsoDate,
  isMoney,
  isQuantity,
  isRatio,
  normaliseCertificate,
  normaliseNationalCode,
  parseCertificate,
  parseCreditCode,
  parseInstitutionCode,
  parseNationalCode,
  parseUdi: (text) => parseUdi(text, 2026),
  readPasted,
  readSearch,
  sameCertificate: (text) => sameCertificate(text, text),
};

test.each(Object.keys(readers))(
  '%s reads any text or says no: it never breaks and never takes long',
  (name) => {
    const read = readers[name] as (text: string) => unknown;
    fc.assert(
      fc.property(anyText, (text) => {
        const begun = performance.now();
        read(text);
        expect(performance.now() - begun).toBeLessThan(2000);
      }),
      { numRuns: 400 },
    );
  },
);

test('what was folded or normalised once is not changed by doing it again', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const fold of [foldWidth, foldCode, normaliseCertificate, normaliseNationalCode])
        expect(fold(fold(text))).toBe(fold(text));
    }),
    { numRuns: 400 },
  );
});

test('money and quantities have one form: what is read is written the same, and nothing else is taken for money', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      if (isMoney(text)) {
        const read = money(text);
        expect([isMoney(read), money(read)]).toEqual([true, read]);
        expect(Number(read)).toBe(Number(text) === 0 ? 0 : Number(text));
      }
      if (isQuantity(text)) expect(quantity(quantity(text))).toBe(quantity(text));
    }),
    { numRuns: 600 },
  );
});

test('a text is a day only when the calendar has it, and days count one by one', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      if (!isIsoDate(text)) return;
      const day = isoDate(text);
      expect(dateOfDay(dayNumber(day))).toBe(day);
      if (day < '9999-12-31') expect(dayNumber(addDays(day, 1))).toBe(dayNumber(day) + 1);
    }),
    { numRuns: 400 },
  );
});
