import { expect, test } from 'vitest';
import type { Actor } from '../access/may.ts';
import { organisationKinds, rolesOf } from '../access/permissions.ts';
import { checkRoles, isSensitive, managesUsers, mayDecide, needsSecondPerson } from './administration.ts';

const hospital = { id: 'h', kind: 'institution', jurisdiction: '320100' } as const;
const actor = (given: Partial<Actor>): Actor => ({
  accountId: 'a',
  organisationId: 'h',
  kind: 'institution',
  jurisdiction: '320100',
  province: 32,
  roles: ['admin'],
  ...given,
});
const platform = (role: string, jurisdiction = '000000') =>
  actor({ accountId: role, organisationId: 'p', kind: 'platform', jurisdiction, roles: [role] });

test('system, security and audit administration are never one person (GB/T 22239-2019 8.1.5)', () => {
  for (const one of rolesOf.platform) {
    expect(checkRoles('platform', [one]).ok).toBe(true);
    for (const other of rolesOf.platform)
      if (other !== one)
        expect(checkRoles('platform', [one, other])).toMatchObject({
          code: 'account.rolesApart',
          basis: { article: '8.1.5' },
        });
  }
});

test('an auditor does nothing else', () => {
  expect(checkRoles('bureau', ['auditor', 'officer'])).toMatchObject({ code: 'account.rolesApart' });
  expect(checkRoles('bureau', ['officer', 'supervisor']).ok).toBe(true);
});

test('a role of another kind of organisation, and no role at all, are refused', () => {
  expect(checkRoles('institution', ['sales'])).toMatchObject({
    code: 'account.rolesUnknown',
    facts: { role: 'sales' },
  });
  expect(checkRoles('institution', [])).toMatchObject({ code: 'account.rolesMissing' });
  expect(checkRoles('institution', ['buyer', 'buyer'])).toEqual({ ok: true, value: ['buyer'] });
});

test('every role of an authority, every administrator and every approver takes two persons; a buyer takes one', () => {
  const sensitive = organisationKinds.flatMap((kind) =>
    rolesOf[kind].filter((role) => isSensitive(kind, role)).map((role) => `${kind}.${role}`),
  );
  expect(sensitive).toEqual(
    expect.arrayContaining([
      'bureau.officer',
      'fund.accountant',
      'operator.operations',
      'platform.auditAdmin',
      'institution.approver',
      'distributor.admin',
    ]),
  );
  expect(sensitive).not.toContain('institution.buyer');
  expect(needsSecondPerson(actor({}), hospital, ['buyer'])).toBe(false);
  expect(needsSecondPerson(actor({}), hospital, ['buyer', 'approver'])).toBe(true);
});

test('whoever comes from outside the organisation never changes its users alone', () => {
  expect(needsSecondPerson(platform('systemAdmin'), hospital, ['buyer'])).toBe(true);
});

test('users are managed by the own administrator or the platform above, by nobody else', () => {
  expect(managesUsers(actor({}), hospital)).toBe(true);
  expect(managesUsers(actor({ roles: ['buyer'] }), hospital)).toBe(false);
  expect(managesUsers(actor({ organisationId: 'other' }), hospital)).toBe(false);
  expect(managesUsers(platform('securityAdmin'), hospital)).toBe(true);
  expect(managesUsers(platform('securityAdmin', '430000'), hospital)).toBe(false);
  expect(managesUsers(platform('auditAdmin'), hospital)).toBe(false);
});

test('whoever entered a change, or is its subject, does not decide it', () => {
  const waiting = { accountId: 'x', enteredBy: 'e' };
  expect(mayDecide(actor({ accountId: 'other' }), hospital, waiting).ok).toBe(true);
  expect(mayDecide(actor({ accountId: 'e' }), hospital, waiting)).toMatchObject({
    code: 'account.enteredByYou',
  });
  expect(mayDecide(actor({ accountId: 'x' }), hospital, waiting)).toMatchObject({ code: 'account.aboutYou' });
  expect(mayDecide(platform('securityAdmin'), hospital, waiting).ok).toBe(true);
  expect(mayDecide(platform('systemAdmin'), hospital, waiting)).toMatchObject({
    code: 'access.notPermitted',
  });
});
