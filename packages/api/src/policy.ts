import { policyKeys } from '@daylight/rules/policy/values.ts';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { day, jurisdictionCode } from './wire.ts';

const wording = z.object({ zh: z.string(), en: z.string() });

export const policyJurisdiction = wording
  .extend({ code: jurisdictionCode })
  .meta({ id: 'PolicyJurisdiction' });

export const listJurisdictions = endpoint({
  id: 'policy.listJurisdictions',
  method: 'GET',
  path: '/api/policy/jurisdictions',
  summary: { zh: '有参数包的地区', en: 'Jurisdictions with a policy pack' },
  permission: 'public',
  reply: z.object({ jurisdictions: z.array(policyJurisdiction) }),
});

export const policyArticle = wording
  .extend({
    /** As the document writes it, '11.B' or '五（五）'. */
    number: z.string(),
    /** The key sentence of the original. */
    quote: z.string().nullable(),
    clauses: z.array(z.string()),
  })
  .meta({ id: 'PolicyArticle' });

export const policyDocument = z
  .object({
    id: z.string(),
    title: wording,
    number: z.string().nullable(),
    issuer: wording,
    jurisdiction: jurisdictionCode,
    published: day.nullable(),
    from: day.nullable(),
    until: day.nullable(),
    source: z.string().nullable(),
    /** 'default' is this product's own list of values, not a document of an authority. */
    status: z.enum(['final', 'draft', 'default']),
    toBeConfirmed: z.boolean(),
    note: wording.nullable(),
    articles: z.array(policyArticle),
  })
  .meta({ id: 'PolicyDocument' });

export const listDocuments = endpoint({
  id: 'policy.listDocuments',
  method: 'GET',
  path: '/api/policy/documents',
  summary: { zh: '政策文件与条款', en: 'Policy documents and their articles' },
  clauses: ['JS-39'],
  permission: 'public',
  reply: z.object({ documents: z.array(policyDocument) }),
});

/** One dated value. What `value` looks like follows from the parameter's `shape`. */
const policyValue = z.object({
  value: z.unknown(),
  from: day,
  until: day.nullable(),
  /** Whose pack sets it. */
  jurisdiction: jurisdictionCode,
  document: z.string(),
  article: z.string(),
  clause: z.string().nullable(),
  /** 'default': no published document sets the value; it is this product's own. 'decision': the bureau set it here. */
  origin: z.enum(['published', 'default', 'decision']),
  note: wording.nullable(),
});
export type PolicyValue = z.output<typeof policyValue>;

export const policyParameter = policyValue
  .extend({
    key: z.enum(Object.keys(policyKeys) as [string, ...string[]]),
    name: wording,
    shape: z.string(),
    unit: wording.nullable(),
    /** In force on the day in a wider jurisdiction, and overruled. */
    passedOver: z.array(policyValue),
    /** What the same pack has already set for a later day. */
    next: policyValue.nullable(),
  })
  .meta({ id: 'PolicyParameter' });
export type PolicyParameter = z.output<typeof policyParameter>;

export const readParameters = endpoint({
  id: 'policy.readParameters',
  method: 'GET',
  path: '/api/policy/parameters',
  summary: { zh: '某地某日的现行参数', en: 'Parameters in force in a jurisdiction on a day' },
  clauses: ['HN-7a', 'JS-39'],
  permission: 'public',
  query: z.strictObject({
    jurisdiction: jurisdictionCode,
    /** Today in Asia/Shanghai when left out. */
    on: day.optional(),
  }),
  reply: z.object({ jurisdiction: jurisdictionCode, on: day, parameters: z.array(policyParameter) }),
});

export const tracedClause = wording
  .extend({
    id: z.string(),
    /** R: a rule with parameters; F: a function of the product; D: a duty that is recorded and chased. */
    kind: z.enum(['R', 'F', 'D']),
    document: z.string(),
    article: z.string(),
    state: z.enum(['done', 'part', 'not yet']),
    note: wording.nullable(),
    /** Files of the rules, endpoint ids, screen files and test files that name the clause. */
    rule: z.array(z.string()),
    endpoint: z.array(z.string()),
    screen: z.array(z.string()),
    test: z.array(z.string()),
  })
  .meta({ id: 'TracedClause' });
export type TracedClause = z.output<typeof tracedClause>;

export const readTrace = endpoint({
  id: 'policy.readTrace',
  method: 'GET',
  path: '/api/policy/trace',
  summary: {
    zh: '每一条款在产品中的落实情况',
    en: 'What in the product carries out each clause, and in what state it is',
  },
  permission: 'public',
  reply: z.object({ clauses: z.array(tracedClause) }),
});
