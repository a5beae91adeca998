import type { Claim, Clause, Jurisdiction, PolicyDocument } from '@daylight/rules/policy/document.ts';
import type { Placed } from './packs.ts';
import { type Reader, fault } from './read.ts';

interface Library {
  readonly documents: readonly PolicyDocument[];
  readonly clauses: readonly Clause[];
  readonly claims: readonly Claim[];
  readonly jurisdictions: readonly Jurisdiction[];
  readonly packs: readonly Placed[];
}

/** What no schema of one file can see: that everything cited exists, and that no two values hold on one day. */
export function checkLibrary(reader: Reader, library: Library): void {
  checkDocuments(reader, library);
  checkClauses(reader, library);
  checkClaims(reader, library);
  checkJurisdictions(reader, library);
  for (const placed of library.packs) checkProvision(reader, placed, library);
  checkOverlaps(reader, library.packs);
}

function checkDocuments(reader: Reader, { documents, clauses }: Library): void {
  const file = 'documents.json';
  const known = new Set(clauses.map((each) => each.id));
  const seen = new Set<string>();
  for (const document of documents) {
    if (seen.has(document.id)) fault(reader, file, [document.id], 'the document stands twice');
    seen.add(document.id);
    if (document.from !== null && document.until !== null && document.until < document.from) {
      fault(reader, file, [document.id, 'until'], `${document.until} is before ${document.from}`);
    }
    const numbers = new Set<string>();
    for (const article of document.articles) {
      const path = [document.id, article.number];
      if (numbers.has(article.number)) fault(reader, file, path, 'the article stands twice');
      numbers.add(article.number);
      for (const clause of article.clauses) {
        if (!known.has(clause)) fault(reader, file, path, `${clause} is not a clause of clauses.json`);
      }
    }
  }
}

function checkClauses(reader: Reader, { documents, clauses }: Library): void {
  const file = 'clauses.json';
  const seen = new Set<string>();
  for (const clause of clauses) {
    if (seen.has(clause.id)) fault(reader, file, [clause.id], 'the clause stands twice');
    seen.add(clause.id);
    const article = articleOf(documents, clause.document, clause.article);
    if (article === null || !article.clauses.includes(clause.id)) {
      fault(
        reader,
        file,
        [clause.id],
        `article ${clause.article} of ${clause.document} does not name the clause`,
      );
    }
  }
}

function checkClaims(reader: Reader, { clauses, claims }: Library): void {
  const file = 'trace.json';
  const open = new Set(clauses.map((each) => each.id));
  for (const { clause } of claims) {
    if (!open.delete(clause)) fault(reader, file, [clause], 'unknown clause, or the clause stands twice');
  }
  for (const clause of open) fault(reader, file, [clause], 'the clause is missing');
}

function checkJurisdictions(reader: Reader, { jurisdictions, packs }: Library): void {
  const file = 'jurisdictions.json';
  const withPack = new Set(packs.map(({ provision }) => provision.jurisdiction));
  const named = new Set<string>();
  for (const { code } of jurisdictions) {
    if (named.has(code)) fault(reader, file, [code], 'the jurisdiction stands twice');
    if (!withPack.has(code)) fault(reader, file, [code], 'the jurisdiction has no pack');
    named.add(code);
  }
  for (const code of withPack)
    if (!named.has(code)) fault(reader, file, [code], 'a pack without a name here');
}

function articleOf(documents: readonly PolicyDocument[], document: string, number: string) {
  return (
    documents.find((each) => each.id === document)?.articles.find((each) => each.number === number) ?? null
  );
}

function checkProvision(reader: Reader, { file, path, provision }: Placed, library: Library): void {
  const document = library.documents.find((each) => each.id === provision.document);
  if (document === undefined) {
    fault(reader, file, [...path, 'document'], `${provision.document} is not in documents.json`);
    return;
  }
  if (articleOf(library.documents, provision.document, provision.article) === null) {
    fault(reader, file, [...path, 'article'], `${document.id} has no article ${provision.article}`);
  }
  const { clause } = provision;
  if (clause !== null && library.clauses.every((each) => each.id !== clause)) {
    fault(reader, file, [...path, 'clause'], `${clause} is not in clauses.json`);
  }
  if (provision.until !== null && provision.until < provision.from) {
    fault(reader, file, [...path, 'until'], `${provision.until} is before ${provision.from}`);
  }
  if (provision.origin === 'default') return;
  if (document.status === 'default') {
    fault(reader, file, [...path, 'origin'], `a value of ${document.id} is a default and has to say so`);
  }
  // A default may lean on a document that has ended; a published value may not outlive what publishes it.
  if (document.from !== null && provision.from < document.from) {
    fault(reader, file, [...path, 'from'], `${document.id} is in force from ${document.from}`);
  }
  if (document.until !== null && (provision.until === null || provision.until > document.until)) {
    fault(reader, file, [...path, 'until'], `${document.id} is in force until ${document.until}`);
  }
}

function checkOverlaps(reader: Reader, packs: readonly Placed[]): void {
  const groups = Map.groupBy(packs, ({ key, provision }) => `${provision.jurisdiction} ${key}`);
  for (const group of groups.values()) {
    const inOrder = group.toSorted((a, b) => (a.provision.from < b.provision.from ? -1 : 1));
    for (const [index, later] of inOrder.entries()) {
      const earlier = inOrder[index - 1]?.provision;
      if (earlier === undefined) continue;
      if (earlier.until === null || earlier.until >= later.provision.from) {
        fault(
          reader,
          later.file,
          [...later.path, 'from'],
          `overlaps the value from ${earlier.from} until ${earlier.until ?? 'further notice'}`,
        );
      }
    }
  }
}
