import type { Search } from '../navigate.tsx';

/** One filter of a list. `name` is the word in the address and in the endpoint's query. */
export type Filter =
  | { readonly kind: 'search'; readonly name: string; readonly label: string; readonly placeholder?: string }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
      /** Several at once, joined by commas in the address and the query. */
      readonly many?: boolean;
    }
  | { readonly kind: 'day'; readonly name: string; readonly label: string }
  | { readonly kind: 'days'; readonly name: string; readonly until: string; readonly label: string }
  | { readonly kind: 'flag'; readonly name: string; readonly label: string };

/** A choice among the words of a list of values: all of them, or those of `values` in their order. */
export function choice<V extends string>(
  name: string,
  label: string,
  words: Readonly<Record<V, string>>,
  values: readonly V[] = Object.keys(words) as V[],
): Filter {
  return {
    kind: 'choice',
    name,
    label,
    options: values.map((value) => ({ value, label: words[value] })),
  };
}

export function namesOf(filters: readonly Filter[]): readonly string[] {
  return filters.flatMap((filter) => (filter.kind === 'days' ? [filter.name, filter.until] : [filter.name]));
}

/** The values of the filters in an address; whatever else stands there is not a filter's. */
export function valuesIn(search: Search, filters: readonly Filter[], prefix = ''): Search {
  const entries = namesOf(filters)
    .map((name): [string, string] => [name, search[`${prefix}${name}`] ?? ''])
    .filter(([, value]) => value !== '');
  return Object.fromEntries(entries);
}

/** What to write into the address for new values: changed filters lead back to the first page. */
export function changesFor(values: Search, prefix = ''): Search {
  const named = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]),
  );
  return { ...named, [`${prefix}cursor`]: '', [`${prefix}page`]: '' };
}

/** The same, for taking on a saved view: filters that the view does not have are removed. */
export function changesForView(view: Search, filters: readonly Filter[], prefix = ''): Search {
  const empty = Object.fromEntries(namesOf(filters).map((name) => [name, '']));
  return changesFor({ ...empty, ...view }, prefix);
}
