import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { enterpriseParams, noEnterprise } from './qualification.ts';
import { enterprise, holder, qualification } from './qualification-shapes.ts';
import { jurisdictionCode, pageOf, paging, text } from './wire.ts';

/** Enterprises and their confirmed qualifications, open to anyone (JS-34, HN-16). */
const place = { jurisdiction: jurisdictionCode.default('320000') } as const;

export const searchPublicEnterprises = endpoint({
  id: 'qualification.publicEnterprises',
  method: 'GET',
  path: '/api/public/enterprises',
  summary: { zh: '公开查询企业库', en: 'Enterprises, open to anyone' },
  clauses: ['JS-34', 'HN-16'],
  permission: 'public',
  query: z.strictObject({ q: text(60).optional(), holder: holder.optional(), ...place, ...paging }),
  reply: pageOf(enterprise),
});

export const showPublicEnterprise = endpoint({
  id: 'qualification.publicEnterprise',
  method: 'GET',
  path: '/api/public/enterprises/:organisationId',
  summary: { zh: '公开查看企业及其已确认资质', en: 'An enterprise with its confirmed qualifications' },
  clauses: ['JS-34', 'HN-16'],
  permission: 'public',
  params: enterpriseParams,
  query: z.strictObject(place),
  reply: enterprise.extend({
    items: z.array(
      qualification
        .pick({
          kind: true,
          number: true,
          issuer: true,
          scope: true,
          validFrom: true,
          validUntil: true,
          state: true,
        })
        .extend({ kindName: z.object({ zh: z.string(), en: z.string() }) }),
    ),
  }),
  refusals: refusals(noEnterprise),
});
