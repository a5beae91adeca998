import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dirtyReasons, parseCertificate, sameCertificate } from './certificate.ts';

describe('HN-6a certificate numbers', () => {
  test.each([
    ['国械注准20153100011', '国', 'domestic', 2015, 3, '10', '0011'],
    ['国械注进20173095171', '国', 'imported', 2017, 3, '09', '5171'],
    ['国械注许20182400012', '国', 'hongKongMacaoTaiwan', 2018, 2, '40', '0012'],
    ['苏械注准20202140123', '苏', 'domestic', 2020, 2, '14', '0123'],
  ])(
    '%s is a registration with its parts',
    (text, ...[authority, origin, year, managementClass, category, serial]) => {
      expect(parseCertificate(text)).toEqual({
        kind: 'registration',
        raw: text,
        number: text,
        authority,
        city: '',
        origin,
        year,
        managementClass,
        category,
        serial,
      });
    },
  );

  test.each([
    ['国食药监械(准)字2014第3460441号', '国', '', 'domestic', 2014, 3, '46', '0441'],
    ['国食药监械（进）字2010第2400123号（更）', '国', '', 'imported', 2010, 2, '40', '0123'],
    ['粤食药监械（准）字2013第2210203号', '粤', '', 'domestic', 2013, 2, '21', '0203'],
    ['苏镇食药监械（准）字2014第1560041号', '苏', '镇', 'domestic', 2014, 1, '56', '0041'],
  ])(
    '%s is a registration of the former form',
    (text, ...[authority, city, origin, year, managementClass, category, serial]) => {
      expect(parseCertificate(text)).toMatchObject({
        kind: 'formerRegistration',
        authority,
        city,
        origin,
        year,
        managementClass,
        category,
        serial,
      });
    },
  );

  test.each([
    ['苏宁械备20150001号', '苏', '宁', 'domestic', 2015, '0001'],
    ['鲁青械备20150027号', '鲁', '青', 'domestic', 2015, '0027'],
    ['赣械备20170001号', '赣', '', 'domestic', 2017, '0001'],
    ['国械备20150123', '国', '', 'imported', 2015, '0123'],
    ['粤穗械备（2014）0023号', '粤', '穗', 'domestic', 2014, '0023'],
  ])('%s is a filing of class I', (text, ...[authority, city, origin, year, serial]) => {
    expect(parseCertificate(text)).toMatchObject({
      kind: 'filing',
      authority,
      city,
      origin,
      year,
      serial,
      managementClass: 1,
      category: null,
    });
  });

  test('full-width, spaces and the closing 号 do not make another certificate', () => {
    expect(sameCertificate('国械注准 ２０１５３１０００１１', '国械注准20153100011号')).toBe(true);
    expect(sameCertificate('国械注准20153100011', '国械注准20153100012')).toBe(false);
    expect(sameCertificate('', '号')).toBe(false);
  });

  test.each([
    ['', 'empty'],
    ['号', 'empty'],
    ['国械注进307005', 'wrongDigitCount'],
    ['国械注准201526400846', 'wrongDigitCount'],
    ['国食药监械(准)字2012第34012961号', 'wrongDigitCount'],
    ['苏宁械备2015001号', 'wrongDigitCount'],
    ['国械注准20154100011', 'unknownClass'],
    ['国械注准20152100011', 'classNotOfAuthority'],
    ['苏械注准20203140123', 'classNotOfAuthority'],
    ['苏械注进20202140123', 'originNotOfAuthority'],
    ['某械注准20202140123', 'unknownAuthority'],
    ['台械注准20202140123', 'unknownAuthority'],
    ['国械注准20133100011', 'yearOutOfRange'],
    ['国械注准20153100011；国械注准20153100012', 'severalNumbers'],
    ['国药准字S20123456', 'drugApproval'],
    ['无', 'unknownForm'],
    ['苏食药监械生产备20150001号', 'unknownForm'],
  ])('%s is kept and flagged as %s', (text, reason) => {
    expect(parseCertificate(text)).toMatchObject({ kind: 'dirty', raw: text, reason });
  });

  test('a cell longer than any number is kept and flagged', () => {
    const text = `国械注准${'1'.repeat(100_000)}`;
    expect(parseCertificate(text)).toMatchObject({ kind: 'dirty', raw: text, reason: 'tooLong' });
  });

  test('a year after the release that the row comes from is flagged, and without a release it is not', () => {
    expect(parseCertificate('国械注准20273100011', 2026)).toMatchObject({
      kind: 'dirty',
      reason: 'yearOutOfRange',
    });
    expect(parseCertificate('国械注准20273100011').kind).toBe('registration');
  });

  test('whatever a cell contains, it is parsed or flagged, and never dropped', () => {
    const pieces = fc.constantFrom(
      '国',
      '苏',
      '宁',
      '械',
      '注',
      '准',
      '备',
      '食药监',
      '字',
      '第',
      '号',
      '(',
      '）',
      '2015',
      '3',
      '1',
    );
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.array(pieces, { maxLength: 60 }).map((each) => each.join('')),
    );
    fc.assert(
      fc.property(cell, (text) => {
        const certificate = parseCertificate(text);
        expect(certificate.raw).toBe(text);
        if (certificate.kind === 'dirty') expect(dirtyReasons).toContain(certificate.reason);
      }),
    );
  });

  test('the canonical number parses to the same certificate', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^20(1[4-9]|2\d)3\d{6}$/), (digits) => {
        const first = parseCertificate(`国械注准${digits}号`);
        expect(parseCertificate(first.number)).toEqual({ ...first, raw: first.number });
      }),
    );
  });
});
