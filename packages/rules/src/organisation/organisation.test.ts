import { expect, test } from 'vitest';
import type { Actor } from '../access/may.ts';
import {
  type Particulars,
  checkParticulars,
  maskedPhone,
  mayApprove,
  mayEnter,
  nextState,
} from './organisation.ts';

const hospital: Particulars = {
  kind: 'institution',
  jurisdiction: '320100',
  creditCode: '91350100M000100Y43',
  institutionCode: 'h32010000001',
  ownership: 'public',
  level: 'tertiary',
  isNationalAgent: false,
};
const firm: Particulars = {
  ...hospital,
  kind: 'manufacturer',
  institutionCode: null,
  ownership: null,
  level: null,
};
const actor = (kind: Actor['kind'], role: string, jurisdiction = '320000'): Actor => ({
  accountId: 'a',
  organisationId: 'o',
  kind,
  jurisdiction,
  province: Number(jurisdiction.slice(0, 2)),
  roles: [role],
});

test('codes are checked and kept in canonical form', () => {
  expect(checkParticulars(hospital)).toMatchObject({ ok: true, value: { institutionCode: 'H32010000001' } });
  expect(checkParticulars({ ...hospital, creditCode: '91350100M000100Y44' })).toMatchObject({
    code: 'creditCode.checkDigit',
    field: 'creditCode',
  });
  expect(checkParticulars({ ...hospital, institutionCode: 'P32010000001' })).toMatchObject({
    code: 'institutionCode.pharmacy',
  });
});

test('an institution says ownership and level; nobody else does', () => {
  expect(checkParticulars({ ...hospital, level: null })).toMatchObject({
    code: 'organisation.ownershipAndLevel',
    field: 'level',
  });
  expect(checkParticulars({ ...firm, level: 'primary' })).toMatchObject({
    code: 'organisation.notAnInstitution',
    field: 'level',
  });
});

test('an enterprise needs its credit code, and only a manufacturer stands for foreign products (JS-1)', () => {
  expect(checkParticulars({ ...firm, creditCode: null })).toMatchObject({
    code: 'organisation.creditCodeMissing',
  });
  expect(checkParticulars({ ...firm, isNationalAgent: true }).ok).toBe(true);
  expect(checkParticulars({ ...firm, kind: 'distributor', isNationalAgent: true })).toMatchObject({
    code: 'organisation.onlyManufacturersAreAgents',
  });
});

test('an officer enters who buys and sells in the own place and enterprises from anywhere, never an authority', () => {
  const officer = actor('bureau', 'officer');
  expect(mayEnter(officer, hospital).ok).toBe(true);
  expect(mayEnter(officer, { kind: 'institution', jurisdiction: '430100' }).ok).toBe(false);
  expect(mayEnter(officer, { kind: 'manufacturer', jurisdiction: '310000' }).ok).toBe(true);
  expect(mayEnter(officer, { kind: 'bureau', jurisdiction: '320100' }).ok).toBe(false);
  expect(
    mayEnter(actor('platform', 'systemAdmin', '000000'), { kind: 'bureau', jurisdiction: '320100' }).ok,
  ).toBe(true);
});

test('whoever entered an organisation does not approve it', () => {
  const supervisor = actor('bureau', 'supervisor');
  expect(mayApprove(supervisor, hospital, 'someone else').ok).toBe(true);
  expect(mayApprove(supervisor, hospital, 'a')).toMatchObject({ code: 'organisation.enteredByYou' });
  expect(mayApprove(supervisor, { kind: 'fund', jurisdiction: '320000' }, 'someone else').ok).toBe(false);
  expect(
    mayApprove(actor('platform', 'securityAdmin', '000000'), { kind: 'fund', jurisdiction: '320000' }, null)
      .ok,
  ).toBe(true);
});

test('only what is pending is approved, and what is closed stays closed', () => {
  expect(nextState('pending', 'approve')).toEqual({ ok: true, value: 'active' });
  expect(nextState('active', 'approve').ok).toBe(false);
  for (const step of ['approve', 'reject', 'suspend', 'resume', 'close'] as const)
    expect(nextState('closed', step).ok).toBe(false);
});

test('a phone number is shown by its ends', () => {
  expect(maskedPhone('13812345678')).toBe('138****5678');
  expect(maskedPhone('12345')).toBe('*****');
});
