import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isQuantity, quantity } from '../money.ts';
import { dateOfDay, dayNumber, isoDate } from '../time.ts';
import { SEPARATOR as GS, writeBracketed } from './gs1.ts';
import { writeGtin14 } from './gtin.ts';
import { noFields, readingsThatFit, udiRefusals } from './udi-reading.ts';
import type { UdiFields, UdiReading } from './udi-reading.ts';
import { parseUdi, writeUdi } from './udi.ts';

const DI = '06901234567892';
const YEAR = 2026;

function scan(text: string) {
  const result = parseUdi(text, YEAR);
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result.facts)}`);
  return result.value;
}
function reading(text: string): UdiReading {
  const result = scan(text);
  if (result.outcome !== 'read') throw new Error(`ambiguous: ${result.readings.length}`);
  return result.reading;
}
function fieldsOf({ di, lot, serial, producedOn, expiresOn, quantity: count }: UdiFields): UdiFields {
  return { di, lot, serial, producedOn, expiresOn, quantity: count };
}

const label: UdiFields = {
  di: DI,
  lot: 'A213B1',
  serial: '1234',
  producedOn: isoDate('2024-12-31'),
  expiresOn: isoDate('2027-07-07'),
  quantity: null,
};

describe('SX-5.1a GS1 scans', () => {
  test.each([
    ['with separators', `01${DI}1124123117270707${'10'}A213B1${GS}211234`],
    ['from a DataMatrix', `]d201${DI}112412311727070710A213B1${GS}211234`],
    ['from GS1-128', `]C101${DI}112412311727070710A213B1${GS}211234`],
    [
      'from a QR code with leading and closing FNC1',
      `]Q3${GS}01${DI}112412311727070710A213B1${GS}211234${GS}`,
    ],
    ['with the separator in the words of a scanner', `01${DI}112412311727070710A213B1<GS>211234\r\n`],
    [
      'with a separator after an element that needs none',
      `01${DI}${GS}1124123117270707${GS}10A213B1${GS}211234`,
    ],
    ['as printed for people', `(01)${DI}(11)241231(17)270707(10)A213B1(21)1234`],
    ['as printed, spaced and full-width', `（01）${DI} （11）241231 （17）270707 （10） A213B1 （21）1234`],
  ])('the same label %s gives the same fields', (_, text) => {
    const read = reading(text);
    expect(fieldsOf(read)).toEqual(label);
    expect([read.agency, read.checkDigit, read.raw, read.notes]).toEqual(['GS1', 'verified', text, []]);
  });

  test('a month without a day is the end of the month, and a note says so', () => {
    const read = reading(`01${DI}17280200`);
    expect(read.expiresOn).toBe('2028-02-29');
    expect(read.notes).toEqual([{ code: 'dayOmitted', element: '17', value: '280200' }]);
  });

  test('a count, a packaging date and a house element are read, and what has no field stays as a note', () => {
    const read = reading(`01${DI}1325010130012${GS}240REF-7${GS}91x`);
    expect(read.quantity).toBe('12');
    expect(read.notes.map(({ code, element, value }) => [code, element, value])).toEqual([
      ['otherElement', '13', '250101'],
      ['otherElement', '240', 'REF-7'],
      ['otherElement', '91', 'x'],
    ]);
  });

  test('an expiry to the minute stands in where no other expiry is given', () => {
    expect(reading(`01${DI}70032707071530${GS}10A`).expiresOn).toBe('2027-07-07');
  });

  test('a bare GTIN is a device without production data', () => {
    expect(fieldsOf(reading('6901234567892'))).toEqual({ ...noFields, di: DI });
    expect(fieldsOf(reading(`]E0${'6901234567892'}`))).toEqual({ ...noFields, di: DI });
  });

  test('the second line of a label has no device, and says so by its absence', () => {
    const read = reading('1727070710KZ88');
    expect([read.di, read.lot, read.checkDigit]).toEqual([null, 'KZ88', 'absent']);
  });

  test.each([
    ['', 'udi.empty'],
    [' \r\n', 'udi.empty'],
    [']d2', 'udi.empty'],
    [GS, 'udi.empty'],
    ['hello', 'udi.unrecognised'],
    ['21000345', 'udi.checkDigit'],
    ['2100034', 'udi.unrecognised'],
    ['06901234567893', 'udi.checkDigit'],
    ['0106901234567893', 'udi.checkDigit'],
    ['(01)06901234567893(17)270707', 'udi.checkDigit'],
    ['0100000000000000', 'udi.checkDigit'],
    ['010690123456789', 'udi.elementLength'],
    [`01${DI}17271301`, 'udi.date'],
    [`01${DI}17270230`, 'udi.date'],
    [`(01)${DI}(17)270001`, 'udi.date'],
    [`01${DI}70032707072530${GS}10A`, 'udi.date'],
    [`01${DI}172707O7`, 'udi.elementCharacter'],
    [`01${DI}10A B`, 'udi.elementCharacter'],
    [`01${DI}10批号`, 'udi.elementCharacter'],
    [`01${DI}10${GS}211234`, 'udi.elementEmpty'],
    [`(01)${DI}(10)(21)1234`, 'udi.elementEmpty'],
    [`01${DI}10${'A'.repeat(21)}${GS}211`, 'udi.elementLength'],
    [`01${DI}88123${GS}101`, 'udi.identifierUnknown'],
    [`(01)${DI}(88)123`, 'udi.identifierUnknown'],
    [`(x)${DI}`, 'udi.form'],
    [`01${DI}10A${GS}10B`, 'udi.conflict'],
    [`01${DI}01${DI.slice(0, 12)}08`, 'udi.checkDigit'],
    [`01${DI}1127070717250101`, 'udi.expiryBeforeProduction'],
    [`01${DI}300${GS}10A`, 'udi.quantity'],
    [`]C100${'006901234567890003'}`, 'udi.checkDigit'],
    [`]C1410${'6901234567892'}`, 'udi.noDevice'],
  ])('%j is refused as %s', (text, code) => {
    expect(parseUdi(text, YEAR)).toMatchObject({ ok: false, code });
  });

  test('a scan longer than any label is refused unread', () => {
    expect(parseUdi('0'.repeat(1_000_000), YEAR)).toMatchObject({
      code: 'udi.tooLong',
      facts: { found: 1_000_000 },
    });
  });

  test('a refused date names its element and value', () => {
    expect(parseUdi(`01${DI}17271301`, YEAR)).toMatchObject({ facts: { ai: '17', value: '271301' } });
  });
});

describe('scans without separators', () => {
  test('where only one reading exists it is read', () => {
    const read = reading(`01${DI}1727070710KZ88`);
    expect([read.lot, read.notes]).toEqual(['KZ88', []]);
  });

  test('where only one reading exists because a lot cannot be longer, it is read and a note says so', () => {
    const read = reading(`01${DI}10ABCDEFGHIJKLMNO21PQRSTU`);
    expect([read.lot, read.serial]).toEqual(['ABCDEFGHIJKLMNO', 'PQRSTU']);
    expect(read.notes).toEqual([{ code: 'separatorsMissing', element: '', value: '' }]);
  });

  test('a lot that could end earlier is shown with all its readings, never guessed', () => {
    const result = scan(`01${DI}1727070710A213B1`);
    expect(result).toMatchObject({ outcome: 'ambiguous', complete: true });
    if (result.outcome !== 'ambiguous') return;
    expect(result.readings.map(({ lot, serial }) => [lot, serial])).toEqual([
      ['A213B1', null],
      ['A', '3B1'],
    ]);
  });

  test('what the shipment declares settles an ambiguous scan', () => {
    const result = scan(`01${DI}1727070710A213B1`);
    if (result.outcome !== 'ambiguous') throw new Error('expected readings');
    expect(readingsThatFit(result.readings, { lot: 'A213B1' }).map(({ serial }) => serial)).toEqual([null]);
    expect(readingsThatFit(result.readings, { lot: 'OTHER' })).toEqual([]);
    expect(readingsThatFit(result.readings, { lot: null })).toHaveLength(2);
  });

  test('digits that are a GTIN and an element string at once are ambiguous', () => {
    const both = writeGtin14('1727070710123');
    expect(scan(both)).toMatchObject({
      outcome: 'ambiguous',
      readings: [
        { di: null, expiresOn: '2027-07-07' },
        { di: both, lot: null },
      ],
    });
  });

  test('hostile strings list a dozen readings and say that there are more', () => {
    const hostile = `01${DI}10${'2130373091929394959697'.repeat(14)}`;
    const result = parseUdi(hostile, YEAR);
    expect(result.ok && result.value.outcome === 'ambiguous' && !result.value.complete).toBe(true);
    expect(
      result.ok && result.value.outcome === 'ambiguous' && result.value.readings.length,
    ).toBeLessThanOrEqual(12);
  });
});

describe('MA codes', () => {
  const full = 'MA.156.M0.100761.21234561.Sx00008.M220117.L20220117.D20220118.E220130.V220117.C3';
  test('the published example is read in all its parts, its check characters unverified', () => {
    expect(reading(full)).toEqual({
      agency: 'MA',
      di: 'MA.156.M0.100761.21234561',
      lot: '20220117',
      serial: 'x00008',
      producedOn: '2022-01-17',
      expiresOn: '2022-01-30',
      quantity: null,
      checkDigit: 'unverified',
      raw: full,
      notes: [
        { code: 'validUntil', element: 'V', value: '2022-01-17' },
        { code: 'otherElement', element: 'D', value: '20220118' },
        { code: 'checkSegment', element: 'C', value: '3' },
      ],
    });
  });

  test('a DI alone, dates of eight digits and the older production letter are read', () => {
    expect(fieldsOf(reading('MA.156.M0.100204.13351764'))).toEqual({
      ...noFields,
      di: 'MA.156.M0.100204.13351764',
    });
    expect(reading('MA.156.M0.100204.13351764.P20240501.V20270501')).toMatchObject({
      producedOn: '2024-05-01',
      expiresOn: '2027-05-01',
    });
  });

  test('the symbology of the scanner does not belong to the code', () => {
    expect(reading(']Q1MA.156.M0.100204.13351764.L7')).toMatchObject({
      di: 'MA.156.M0.100204.13351764',
      lot: '7',
    });
  });

  test('a product code of another length is read with a note', () => {
    expect(reading('MA.156.M0.100350.01004YA10017').notes).toEqual([
      { code: 'productLength', element: '', value: '01004YA10017' },
    ]);
  });

  test.each([
    ['MA.156.M0.100761', 'udi.form'],
    ['MA.15.M0.100761.21234561', 'udi.form'],
    ['MA.156.N1.100761.21234561', 'udi.notMedical'],
    ['MA.156.M0.100761.21234561.X1', 'udi.form'],
    ['MA.156.M0.100761.21234561.L', 'udi.elementEmpty'],
    ['MA.156.M0.100761.21234561.', 'udi.elementEmpty'],
    ['MA.156.M0.100761.21234561.E221301', 'udi.date'],
    ['MA.156.M0.100761.21234561.E220200', 'udi.date'],
    ['MA.156.M0.100761.21234561.LA.LB', 'udi.conflict'],
    ['MA.156.M0.100761.21234561.L批号', 'udi.elementCharacter'],
    ['MA.156.M0.100761.21234561.M240101.E230101', 'udi.expiryBeforeProduction'],
    ['ma.156.m0.100761.21234561', 'udi.letterCase'],
  ])('%s is refused as %s', (text, code) => {
    expect(parseUdi(text, YEAR)).toMatchObject({ ok: false, code });
  });
});

describe('other agencies', () => {
  test('codes whose structure is not published are kept as they are, with their agency', () => {
    const result = parseUdi('81234567890123456789', YEAR, 'AHM');
    expect(result).toMatchObject({
      ok: true,
      value: {
        outcome: 'read',
        reading: { agency: 'AHM', di: null, checkDigit: 'unverified', raw: '81234567890123456789' },
      },
    });
    expect(reading('+A123BJC5D6E71G').agency).toBe('HIBC');
    expect(reading('=/W12341234567890').agency).toBe('ICCBBA');
  });
});

const anyText = fc.stringMatching(/^[!"%-?A-Z_a-z]{1,20}$/).filter((text) => !text.includes('<GS>'));
const anyDay = fc
  .integer({ min: dayNumber(isoDate('1980-01-01')), max: dayNumber(isoDate('2070-12-31')) })
  .map(dateOfDay);
const anyLabel: fc.Arbitrary<UdiFields> = fc
  .record({
    di: fc.stringMatching(/^[1-9]\d{12}$/).map(writeGtin14),
    lot: fc.option(anyText),
    serial: fc.option(anyText),
    producedOn: fc.option(anyDay),
    expiresOn: fc.option(anyDay),
    quantity: fc.option(fc.integer({ min: 1, max: 99_999_999 }).map((count) => quantity(count))),
  })
  .filter(
    ({ producedOn, expiresOn }) => producedOn === null || expiresOn === null || producedOn <= expiresOn,
  );

describe('laws', () => {
  test('a written label is read back as it was, or as ambiguous with the truth among its readings', () => {
    fc.assert(
      fc.property(anyLabel, (fields) => {
        const text = writeUdi(fields, YEAR);
        const result = scan(text);
        if (result.outcome === 'read') expect(fieldsOf(result.reading)).toEqual(fields);
        else {
          expect(text.includes(GS)).toBe(false);
          if (result.complete) expect(result.readings.map(fieldsOf)).toContainEqual(fields);
        }
      }),
    );
  });

  test('without its separators a label is never read as another one', () => {
    fc.assert(
      fc.property(anyLabel, (fields) => {
        const result = parseUdi(writeUdi(fields, YEAR).replaceAll(GS, ''), YEAR);
        if (result.ok && result.value.outcome === 'read')
          expect(fieldsOf(result.value.reading)).toEqual(fields);
        if (result.ok && result.value.outcome === 'ambiguous' && result.value.complete) {
          expect(result.value.readings.map(fieldsOf)).toContainEqual(fields);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('the printed form reads like the symbol', () => {
    const word = fc.stringMatching(/^[A-Z0-9-]{1,20}$/);
    fc.assert(
      fc.property(word, word, (lot, serial) => {
        const elements = [
          { ai: '01', value: DI },
          { ai: '10', value: lot },
          { ai: '21', value: serial },
        ];
        expect(fieldsOf(reading(writeBracketed(elements, YEAR)))).toEqual({
          ...noFields,
          di: DI,
          lot,
          serial,
        });
      }),
    );
  });

  test('whatever is scanned, the answer is a reading, readings, or a named refusal', () => {
    const pieces = fc.constantFrom(
      '01',
      DI,
      '10',
      '17',
      '270707',
      '21',
      GS,
      '(',
      ')',
      '(10)',
      'MA.',
      '156.',
      'M0.',
      ']d2',
      'A',
      '30',
      '99',
    );
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(pieces, { maxLength: 80 }).map((each) => each.join('')),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const result = parseUdi(text, YEAR);
        if (!result.ok) {
          expect(udiRefusals).toContain(result.code);
          return;
        }
        const readings = result.value.outcome === 'read' ? [result.value.reading] : result.value.readings;
        expect(readings.length).toBeGreaterThan(0);
        for (const each of readings) {
          expect(each.raw).toBe(text);
          expect(each.quantity === null || isQuantity(each.quantity)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a value that GS1 cannot carry is a bug of the writer', () => {
    expect(() => writeUdi({ ...label, lot: '批号' }, YEAR)).toThrow('(10) cannot carry');
    expect(() => writeUdi({ ...label, di: '06901234567893' }, YEAR)).toThrow('(01) cannot carry');
  });
});
