import { type Language, useLanguage } from './language.ts';

/** The same keys with any words: literal texts become string, lists of them string[], functions keep their arguments. */
type Words<T> = { readonly [K in keyof T]: Said<T[K]> };
type Said<V> = V extends string
  ? string
  : V extends (...values: infer A) => infer R
    ? (...values: A) => R extends string ? string : R
    : V extends readonly string[]
      ? readonly string[]
      : Words<V>;

export interface Texts<T> {
  readonly zh: Words<T>;
  readonly en: Words<T>;
}

/**
 * A feature's texts. Chinese names the keys; English must have the same ones or it does not compile.
 * A text with values in it is a function: `left: (days: number) => `还剩 ${days} 天``.
 */
export function defineTexts<const T extends object>(texts: { zh: T; en: Words<NoInfer<T>> }): Texts<T> {
  return texts as unknown as Texts<T>;
}

export function useTexts<T>(texts: Texts<T>): Words<T> {
  return texts[useLanguage()];
}

/** For code outside components, and tests. */
export function textsIn<T>(texts: Texts<T>, language: Language): Words<T> {
  return texts[language];
}
