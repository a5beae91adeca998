import * as api from '@daylight/api/qualification.ts';
import { writeCreditCode } from '@daylight/rules/codes/credit-code.ts';
import { fileOf } from './evidence.ts';
import type { Person, TestWorld } from './world.ts';

/** A valid credit code, another one for each number. */
export const creditCodeOf = (n: number): string =>
  writeCreditCode({
    department: '9',
    kind: '1',
    region: '320100',
    serial: `MAKR${String(n).padStart(4, '0')}`,
  });

export interface Declared {
  readonly kind: string;
  readonly number: string;
  readonly validUntil?: string | null;
}

interface Bureau {
  readonly at: TestWorld;
  readonly officer: Person;
  readonly supervisor: Person;
}

/** A declaration from the first word to the last; the world is asked for when it is needed. */
export function declaring(world: () => Bureau) {
  async function declare(who: Person, declared: Declared, more: object = {}) {
    const { kind, number, validUntil = '2028-12-31' } = declared;
    const evidence = [await fileOf(world().at, who)];
    const given = { issuer: '江苏省药品监督管理局', scope: '6877 介入器材', validFrom: '2024-01-01' };
    const body = { kind, number, ...given, validUntil, truthful: true, evidence, ...more };
    return who.call(api.declareQualification, { body: body as never });
  }
  const check = (who: Person, changeId: string, body: object = {}) =>
    who.call(api.checkQualificationChange, {
      params: { changeId },
      body: { pass: true, version: 1, ...body },
    });
  const confirm = (who: Person, changeId: string, body: object = {}) =>
    who.call(api.confirmQualificationChange, {
      params: { changeId },
      body: { pass: true, version: 2, ...body },
    });
  /** Checked by one and confirmed by the other; answers the id of the qualification. */
  async function confirmed(who: Person, declared: Declared): Promise<string> {
    const change = (await declare(who, declared)).value;
    await check(world().officer, change.id);
    return (await confirm(world().supervisor, change.id)).value.qualificationId;
  }
  return { declare, check, confirm, confirmed };
}
