import { fileURLToPath } from 'node:url';
import { type Calendar, calendarOf } from '@daylight/rules/calendar/calendar.ts';
import { type CalendarYear, checkYear } from '@daylight/rules/calendar/notice.ts';
import type { PolicyBook } from '@daylight/rules/policy/book.ts';
import type { Claim, Clause, Jurisdiction, PolicyDocument } from '@daylight/rules/policy/document.ts';
import { checkLibrary } from './check.ts';
import { bookOf, readPacks } from './packs.ts';
import { PolicyFaults, type Reader, fault, jsonFilesIn, readJson, readerOf } from './read.ts';
import { calendarFile, clausesFile, documentsFile, jurisdictionsFile, traceFile } from './schemas.ts';

/** Everything that the policy folder says, checked. */
export interface Policy {
  readonly book: PolicyBook;
  readonly calendar: Calendar;
  readonly documents: readonly PolicyDocument[];
  readonly clauses: readonly Clause[];
  readonly claims: readonly Claim[];
  /** The places that have a pack, by code. */
  readonly jurisdictions: readonly Jurisdiction[];
}

export const policyDir = fileURLToPath(new URL('../../../../policy', import.meta.url));

/** Reads and checks a policy folder. Throws PolicyFaults naming every file and path that is wrong. */
export async function loadPolicy(dir: string = policyDir): Promise<Policy> {
  const reader = readerOf(dir);
  const documents = (await readJson(reader, 'documents.json', documentsFile))?.documents ?? [];
  const clauses = (await readJson(reader, 'clauses.json', clausesFile))?.clauses ?? [];
  const claims = (await readJson(reader, 'trace.json', traceFile))?.trace ?? [];
  const jurisdictions =
    (await readJson(reader, 'jurisdictions.json', jurisdictionsFile))?.jurisdictions ?? [];
  const packs = await readPacks(reader);
  const years = await readYears(reader);
  checkLibrary(reader, { documents, clauses, claims, jurisdictions, packs });
  if (reader.faults.length > 0) throw new PolicyFaults(reader.faults);
  return { book: bookOf(packs), calendar: calendarOf(years), documents, clauses, claims, jurisdictions };
}

async function readYears(reader: Reader): Promise<readonly CalendarYear[]> {
  const years: CalendarYear[] = [];
  for (const file of await jsonFilesIn(reader, 'calendar')) {
    const entry = await readJson(reader, file, calendarFile);
    if (entry === null) continue;
    const checked = checkYear(entry);
    if (!checked.ok) {
      fault(reader, file, [checked.field ?? ''], `${checked.code} ${JSON.stringify(checked.facts)}`);
    } else if (file !== `calendar/${entry.year}.json`) {
      fault(reader, file, ['year'], `${entry.year} is not the year of the file name`);
    } else {
      years.push(entry);
    }
  }
  return years;
}
