import { readCalendar } from '@daylight/api/calendar.ts';
import { listDocuments } from '@daylight/api/policy.ts';
import { type Calendar, calendarOf } from '@daylight/rules/calendar/calendar.ts';
import type { CalendarYear } from '@daylight/rules/calendar/notice.ts';
import type { Article, PolicyDocument } from '@daylight/rules/policy/document.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { useMemo } from 'react';
import { useAsk } from './ask.ts';

const HOUR = 3_600_000;
const built = new WeakMap<readonly CalendarYear[], Calendar>();

/** The working calendar as the server has it; null until it has come. */
export function useCalendar(): Calendar | null {
  const { data } = useAsk(readCalendar, {}, { staleMs: HOUR });
  return useMemo(() => {
    if (data === undefined) return null;
    const known = built.get(data.years) ?? calendarOf(data.years);
    built.set(data.years, known);
    return known;
  }, [data]);
}

export function useDocuments(enabled = true): readonly PolicyDocument[] | null {
  return useAsk(listDocuments, {}, { staleMs: HOUR, enabled }).data?.documents ?? null;
}

export interface Cited {
  readonly document: PolicyDocument | null;
  readonly article: Article | null;
}

export function cited(documents: readonly PolicyDocument[], basis: Basis): Cited {
  const document = documents.find((each) => each.id === basis.document) ?? null;
  return { document, article: document?.articles.find((each) => each.number === basis.article) ?? null };
}
