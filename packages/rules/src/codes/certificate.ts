import { foldCode } from './fold.ts';
import { provinceByShortName } from './region.ts';

/** Which paper: 注册证 (since 2014-10-01), 注册证 in the older form 食药监械, 备案凭证 of class I. */
export type CertificateKind = 'registration' | 'formerRegistration' | 'filing';
/** 准 domestic, 进 imported, 许 Hong Kong, Macao and Taiwan. */
export type CertificateOrigin = 'domestic' | 'imported' | 'hongKongMacaoTaiwan';

export interface KnownCertificate {
  readonly kind: CertificateKind;
  /** As it was given. */
  readonly raw: string;
  /** Canonical, to compare by: half-width, without spaces, without the closing 号. */
  readonly number: string;
  /** 国, or the 简称 of the province whose authority issued it. */
  readonly authority: string;
  /** The 简称 of the city that keeps a filing (宁 in 苏宁械备…), empty when none is written. */
  readonly city: string;
  readonly origin: CertificateOrigin;
  /** Year of the first registration or of the filing; a renewal keeps it. */
  readonly year: number;
  readonly managementClass: 1 | 2 | 3;
  /** 产品分类编码, two digits (40: IVD reagents); null for a filing, which has none. */
  readonly category: string | null;
  readonly serial: string;
}

export const dirtyReasons = [
  'empty',
  'tooLong',
  'severalNumbers',
  'drugApproval',
  'unknownForm',
  'unknownAuthority',
  'wrongDigitCount',
  'unknownClass',
  'classNotOfAuthority',
  'originNotOfAuthority',
  'yearOutOfRange',
] as const;
export type DirtyReason = (typeof dirtyReasons)[number];

/** A number that does not follow the rules. It is kept, shown with its reason, and never dropped. */
export interface DirtyCertificate {
  readonly kind: 'dirty';
  readonly raw: string;
  readonly number: string;
  readonly reason: DirtyReason;
}

export type Certificate = KnownCertificate | DirtyCertificate;

const INPUT_MAX = 200;
/** 《医疗器械注册管理办法》 (2014): numbers of the present form begin with the year in which it took effect. */
const PRESENT_FORM_FROM = 2014;
/** 《医疗器械注册管理办法》 (2004) brought 食药监械; 药监械 and 药管械 before it go back to 1996. */
const FORMER_FORM_FROM = 1996;

const ORIGINS: Readonly<Record<string, CertificateOrigin>> = {
  准: 'domestic',
  试: 'domestic',
  进: 'imported',
  许: 'hongKongMacaoTaiwan',
};

/** Half-width, without spaces, brackets as ASCII, upper case, without the closing 号. */
export function normaliseCertificate(text: string): string {
  const plain = foldCode(text.length > INPUT_MAX ? text.slice(0, INPUT_MAX) : text)
    .toUpperCase()
    .replaceAll('〔', '(')
    .replaceAll('〕', ')');
  return plain.endsWith('号') ? plain.slice(0, -1) : plain;
}

/**
 * Parses the number of a registration certificate (注册证) or filing certificate (备案凭证) of a medical device.
 * Never refuses: what does not follow the rules comes back as `dirty` with its reason. `latestYear` (usually that of
 * the data's release) makes a later year dirty; null does not look.
 */
export function parseCertificate(text: string, latestYear: number | null = null): Certificate {
  const number = normaliseCertificate(text);
  const dirty = (reason: DirtyReason): DirtyCertificate => ({ kind: 'dirty', raw: text, number, reason });
  if (number === '') return dirty('empty');
  if (text.length > INPUT_MAX) return dirty('tooLong');
  if (/[;；、,，/|\n]/.test(number)) return dirty('severalNumbers');
  if (number.includes('药准字')) return dirty('drugApproval');
  const found = parsePresent(number) ?? parseFormer(number) ?? parseFiling(number) ?? 'unknownForm';
  if (typeof found === 'string') return dirty(found);
  const from = found.kind === 'formerRegistration' ? FORMER_FORM_FROM : PRESENT_FORM_FROM;
  if (found.year < from || (latestYear !== null && found.year > latestYear)) return dirty('yearOutOfRange');
  return { ...found, raw: text, number };
}

type Found = Omit<KnownCertificate, 'raw' | 'number'> | DirtyReason | null;

function isAuthority(name: string): boolean {
  return name === '国' || provinceByShortName(name) !== null;
}

function managementClass(digit: string): 1 | 2 | 3 | null {
  return digit === '1' ? 1 : digit === '2' ? 2 : digit === '3' ? 3 : null;
}

/** ×械注×: year 4, class 1, category 2, serial 4. */
function parsePresent(number: string): Found {
  const parts = /^(.)械注(准|进|许)(.*)$/u.exec(number);
  if (parts === null) return null;
  const [, authority = '', mark = '', digits = ''] = parts;
  if (!isAuthority(authority)) return 'unknownAuthority';
  if (!/^\d{11}$/.test(digits)) return 'wrongDigitCount';
  const level = managementClass(digits.charAt(4));
  if (level === null || level === 1) return 'unknownClass';
  const origin = ORIGINS[mark] ?? 'domestic';
  if (authority !== '国' && origin !== 'domestic') return 'originNotOfAuthority';
  // A province registers domestic class II; the nation domestic class III and everything from outside.
  if (origin === 'domestic' && level !== (authority === '国' ? 3 : 2)) return 'classNotOfAuthority';
  return {
    kind: 'registration',
    authority,
    city: '',
    origin,
    year: Number(digits.slice(0, 4)),
    managementClass: level,
    category: digits.slice(5, 7),
    serial: digits.slice(7),
  };
}

/** 国食药监械(准)字2004第3150001号, 苏镇食药监械(准)字2014第1560041号: class 1, category 2, serial 4. */
function parseFormer(number: string): Found {
  const parts =
    /^(.)(\p{Script=Han}{0,4}?)(?:食药监|药监|药管)械\(?(准|进|许|试)\)?字\(?(\d{4})\)?第?(.*)$/u.exec(
      number,
    );
  if (parts === null) return null;
  const [, authority = '', city = '', mark = '', year = '', rest = ''] = parts;
  if (!isAuthority(authority)) return 'unknownAuthority';
  const digits = /^(\d{7})(?:号?\(更\))?$/.exec(rest)?.[1];
  if (digits === undefined) return 'wrongDigitCount';
  const level = managementClass(digits.charAt(0));
  if (level === null) return 'unknownClass';
  return {
    kind: 'formerRegistration',
    authority,
    city,
    origin: ORIGINS[mark] ?? 'domestic',
    year: Number(year),
    managementClass: level,
    category: digits.slice(1, 3),
    serial: digits.slice(3),
  };
}

/** 国械备20150001号 (imported), 苏宁械备20150001号: year 4, serial 4. */
function parseFiling(number: string): Found {
  const parts = /^(.)(\p{Script=Han}{0,4}?)械备(.*)$/u.exec(number);
  if (parts === null) return null;
  const [, authority = '', city = '', rest = ''] = parts;
  if (!isAuthority(authority) || (authority === '国' && city !== '')) return 'unknownAuthority';
  const digits = /^(?:(\d{4})|\((\d{4})\))(\d{4})$/.exec(rest);
  if (digits === null) return 'wrongDigitCount';
  return {
    kind: 'filing',
    authority,
    city,
    origin: authority === '国' ? 'imported' : 'domestic',
    year: Number(digits[1] ?? digits[2]),
    managementClass: 1,
    category: null,
    serial: digits[3] ?? '',
  };
}

/** Whether two numbers name the same certificate however they are written. */
export function sameCertificate(a: string, b: string): boolean {
  const number = normaliseCertificate(a);
  return number !== '' && number === normaliseCertificate(b);
}
