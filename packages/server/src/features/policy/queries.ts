import type { listDocuments, listJurisdictions, readParameters, readTrace } from '@daylight/api/policy.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { type ProvisionOf, explainAll } from '@daylight/rules/policy/book.ts';
import type { PolicyDocument } from '@daylight/rules/policy/document.ts';
import type { PolicyKeyInfo } from '@daylight/rules/policy/key-info.ts';
import { type PolicyKey, policyKeys } from '@daylight/rules/policy/values.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import type { Context } from '../../context.ts';
import { type Policy, loadPolicy } from '../../policy/load.ts';
import { readSources } from '../../policy/sources.ts';
import { type Trace, traceOf } from '../../policy/trace.ts';
import type { Call } from '../../route.ts';

// Documents and sources do not change while a server runs, and only these pages read them.
let policyRead: Promise<Policy> | null = null;
let traceRead: Promise<Trace> | null = null;

function policyOfInstallation(): Promise<Policy> {
  policyRead ??= loadPolicy();
  return policyRead;
}

async function makeTrace(): Promise<Trace> {
  const [{ book, clauses, claims }, sources] = await Promise.all([policyOfInstallation(), readSources()]);
  return traceOf({ book, clauses, claims, sources });
}

export async function jurisdictionsOfPacks(): Promise<Result<ReplyOf<typeof listJurisdictions>, never>> {
  return ok({ jurisdictions: [...(await policyOfInstallation()).jurisdictions] });
}

function written(document: PolicyDocument) {
  return {
    ...document,
    articles: document.articles.map((each) => ({ ...each, clauses: [...each.clauses] })),
  };
}

export async function documentsAndArticles(): Promise<Result<ReplyOf<typeof listDocuments>, never>> {
  return ok({ documents: (await policyOfInstallation()).documents.map(written) });
}

/** Every parameter in force in a jurisdiction on a day, with what it overrules and what is known to follow. */
export async function parametersInForce(
  { book, today }: Context,
  { query }: Call<typeof readParameters>,
): Promise<Result<ReplyOf<typeof readParameters>, never>> {
  const on = query.on ?? today;
  const parameters = explainAll(book, query.jurisdiction, on).map((each) => {
    const info: PolicyKeyInfo = policyKeys[each.key];
    return {
      ...plain(each.provision),
      key: each.key,
      name: { zh: info.zh, en: info.en },
      shape: info.shape,
      unit: info.unit ?? null,
      passedOver: each.passedOver.map(plain),
      next: each.next === null ? null : plain(each.next),
    };
  });
  return ok({ jurisdiction: query.jurisdiction, on, parameters });
}

function plain(provision: ProvisionOf<PolicyKey>) {
  return { ...provision, value: provision.value as unknown };
}

/** What in this installation carries out each clause, and in what state the project says it is. */
export async function clausesTraced(): Promise<Result<ReplyOf<typeof readTrace>, never>> {
  traceRead ??= makeTrace();
  const { rows } = await traceRead;
  return ok({
    clauses: rows.map(({ clause, claim, rule, endpoint, screen, test }) => ({
      ...clause,
      state: claim.state,
      note: claim.note,
      rule: [...rule],
      endpoint: [...endpoint],
      screen: [...screen],
      test: [...test],
    })),
  });
}
