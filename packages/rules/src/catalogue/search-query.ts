import { normaliseCertificate, parseCertificate } from '../codes/certificate.ts';
import { gtin14 } from '../codes/gtin.ts';
import { bigramsOf, facetToken, foldForSearch, tokensOf } from './search-text.ts';

/** What a person's words were understood as; shown beside the results. */
export interface SearchTerms {
  /** 'C0201…': begins the 27-character code. */
  readonly codePrefix: string | null;
  /** Begins the certificate number, normalised. */
  readonly certificatePrefix: string | null;
  /** Year to serial of a certificate, without its Chinese part. */
  readonly certificateDigits: string | null;
  /** A GTIN-14 with a right check digit. */
  readonly deviceIdentifier: string | null;
  /** Folded words of two characters and more; every one has to occur. */
  readonly words: readonly string[];
  /** Single characters: nothing is looked for by them. */
  readonly ignored: readonly string[];
}

export interface SearchFilters {
  /** Two, four or six digits. */
  readonly classCode: string | null;
  readonly manufacturer: string | null;
}

const WORDS_MAX = 8;
/** C and the six digits of 分类码. */
const CLASS_PREFIX = 7;
/** … and 通用名码 and 产品特征码: at most the products of one kind. */
const KIND_PREFIX = 15;
const CODE = /^c\d{2,26}$/;
const CERTIFICATE = /^\p{Script=Han}{1,5}(械注|械备|食药监械|药监械|药管械)/u;
const CERTIFICATE_DIGITS = /^(20\d\d[23]\d{6}|20\d{6})$/;

/** Reads what was typed into the one search box: codes and certificate numbers by their form, everything else as words. */
export function readSearch(typed: string): SearchTerms {
  const found = {
    codePrefix: null as string | null,
    certificatePrefix: null as string | null,
    certificateDigits: null as string | null,
    deviceIdentifier: null as string | null,
  };
  const words: string[] = [];
  const ignored: string[] = [];
  // Split before folding: folding drops spaces beside Chinese, which here separate words.
  const terms = typed
    .normalize('NFKC')
    .split(/[\s,，、;；]+/)
    .map(foldForSearch);
  for (const term of terms.filter((each) => each !== '').slice(0, WORDS_MAX)) {
    const gtin = gtin14(term);
    if (found.codePrefix === null && CODE.test(term)) found.codePrefix = term.toUpperCase();
    else if (found.certificatePrefix === null && CERTIFICATE.test(term)) {
      found.certificatePrefix = normaliseCertificate(term);
    } else if (found.certificateDigits === null && CERTIFICATE_DIGITS.test(term))
      found.certificateDigits = term;
    else if (found.deviceIdentifier === null && gtin !== null && term.length >= 13)
      found.deviceIdentifier = gtin;
    else if (bigramsOf(term).length === 0) ignored.push(term);
    else if (!words.includes(term)) words.push(term);
  }
  return { ...found, words, ignored };
}

/** Tokens that every item of the answer has to carry, by word and filter; how rare they are decides the path. */
export function searchTokens(terms: SearchTerms, filters: SearchFilters): number[][] {
  const groups = terms.words.map(tokensOf).filter((group) => group.length > 0);
  if (terms.certificateDigits !== null) groups.push([facetToken('certificate', terms.certificateDigits)]);
  if (filters.manufacturer !== null)
    groups.push([facetToken('manufacturer', foldForSearch(filters.manufacturer))]);
  // Beyond the class a prefix narrows better by itself; beside words its class lets the index intersect them.
  const narrowsByItself = terms.words.length === 0 && (terms.codePrefix?.length ?? 0) > CLASS_PREFIX;
  const fromPrefix = narrowsByItself ? '' : (terms.codePrefix?.slice(1, CLASS_PREFIX) ?? '');
  for (const digits of [filters.classCode ?? '', fromPrefix]) {
    const whole = digits.slice(0, digits.length - (digits.length % 2));
    if (whole !== '') groups.push([facetToken('class', whole)]);
  }
  return groups;
}

/** Whether the question names few items whatever else it says: no need to look at popular ones first. */
export function isPrecise(terms: SearchTerms): boolean {
  if (terms.deviceIdentifier !== null || terms.certificateDigits !== null) return true;
  if (comesByCode(terms)) return true;
  return terms.certificatePrefix !== null && parseCertificate(terms.certificatePrefix).kind !== 'dirty';
}

/** Items of one kind or product are read like a list: by their code, not by popularity. */
export function comesByCode(terms: SearchTerms): boolean {
  return terms.codePrefix !== null && terms.codePrefix.length >= KIND_PREFIX;
}
