import { find, resolve } from '@daylight/rules/policy/book.ts';
import type { Coded } from '@daylight/rules/policy/shapes.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import type { Context } from '../../context.ts';

const lists = {
  refuse: 'order.refuseReasons',
  reject: 'order.rejectReasons',
  return: 'order.returnReasons',
  cancel: 'order.cancelReasons',
} as const;
export type ReasonList = keyof typeof lists;

/** Written by the platform, not chosen from a list. */
const own: readonly Coded[] = [{ code: 'notApproved', zh: '审批未通过', en: 'Not approved' }];

/** A stored reason in words, by the lists of its day; a code that no list knows any more is shown as it is. */
export function worded(
  { book }: Context,
  asked: { readonly lists: readonly ReasonList[]; readonly jurisdiction: string; readonly on: IsoDate },
  reason: { readonly code: string | null; readonly note: string },
): { code: string; zh: string; en: string; note: string } | null {
  const { code, note } = reason;
  if (code === null) return null;
  const known = asked.lists.flatMap(
    (list) => find(book, lists[list], asked.jurisdiction, asked.on)?.value ?? [],
  );
  const found = [...known, ...own].find((each) => each.code === code);
  return { code, zh: found?.zh ?? code, en: found?.en ?? code, note };
}

/** The coded lists in force for a jurisdiction, for forms. */
export function reasonLists({ book, today }: Context, jurisdiction: string) {
  const list = (key: ReasonList) =>
    resolve(book, lists[key], jurisdiction, today).value.map(({ code, zh, en }) => ({ code, zh, en }));
  return { refuse: list('refuse'), reject: list('reject'), return: list('return'), cancel: list('cancel') };
}
