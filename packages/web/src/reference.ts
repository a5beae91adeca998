import { readCalendar } from '@daylight/api/calendar.ts';
import { listJurisdictions } from '@daylight/api/organisation.ts';
import { listDocuments } from '@daylight/api/policy.ts';
import { type Calendar, calendarOf } from '@daylight/rules/calendar/calendar.ts';
import type { CalendarYear } from '@daylight/rules/calendar/notice.ts';
import type { Article, PolicyDocument } from '@daylight/rules/policy/document.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { useMemo } from 'react';
import { useAsk } from './ask.ts';
import { useSay } from './i18n/language.ts';

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

/** '320500' and '苏州市' in the reader's language; what is no jurisdiction of this platform stays as it is. */
export function useJurisdictionName(): (codeOrName: string) => string {
  const say = useSay();
  const { data } = useAsk(listJurisdictions, {}, { staleMs: HOUR });
  const names = useMemo(
    () =>
      new Map(
        (data?.items ?? []).flatMap(({ code, name }) => [
          [code, name],
          [name.zh, name],
        ]),
      ),
    [data],
  );
  return (codeOrName) => {
    const name = names.get(codeOrName);
    return name === undefined ? codeOrName : say(name);
  };
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
