import type { Chance } from '@daylight/server/features/catalogue/generator/chance.ts';
import { z } from 'zod';

type Schema = Readonly<Record<string, unknown>>;

/** Texts that have broken other programs: each goes wherever a text, a number, a date or an id is expected. */
export const hostile: readonly unknown[] = [
  '',
  ' ',
  `'`,
  `' or 1=1 --`,
  `"; drop table listing; --`,
  `'||pg_sleep(9)||'`,
  '\\',
  '%',
  '_%\\',
  '\u0000',
  '\ud800',
  '\u202e\ufeff',
  '🦠'.repeat(50),
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  `=cmd|' /C calc'!A0`,
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '__proto__',
  'constructor',
  'toString',
  '{{7*7}}${7*7}',
  '\r\nSet-Cookie: a=b',
  '(a+)+$',
  `${'a'.repeat(3000)}!`,
  '9'.repeat(400),
  '-1',
  '-0',
  '0.0000001',
  '1e309',
  'NaN',
  'Infinity',
  '999999999999.999999',
  '99999999999999999999',
  '１２３',
  '0000-00-00',
  '2026-02-30',
  '9999-12-31',
  '2026-03-02T25:61:61Z',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'null',
  'true',
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  [],
  {},
  [[[[[[]]]]]],
  { length: 3 },
];

export interface Making {
  readonly chance: Chance;
  /** An id of something that is there, by the name of the field. */
  readonly idOf: (name: string) => string;
}

interface At extends Making {
  readonly root: Schema;
}

const schemas = new WeakMap<z.ZodType, Schema>();

function schemaOf(type: z.ZodType): Schema {
  const known = schemas.get(type);
  if (known !== undefined) return known;
  const made = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Schema;
  schemas.set(type, made);
  return made;
}

/** A value that a definition may accept: any of its choices, with or without what may be left out. */
export function anyValue(type: z.ZodType, making: Making): unknown {
  const root = schemaOf(type);
  return valueOf(root, 'value', { ...making, root });
}

const words = ['手术急用', '价格偏高', '按公告执行', 'x', '材料不全，请补充说明', '合同编号 HT-2026-001'];

function textOf(schema: Schema, name: string, { chance, idOf }: At): string {
  const { format, pattern, examples } = schema as { format?: string; pattern?: string; examples?: string[] };
  if (format === 'uuid' || pattern?.includes('[0-9a-fA-F]{8}-')) return idOf(name);
  if (format === 'date' || /until$|from$|on$|date|day/i.test(name))
    return `2026-${String(1 + chance.below(12)).padStart(2, '0')}-${String(1 + chance.below(28)).padStart(2, '0')}`;
  if (format === 'date-time') return `2026-10-${10 + chance.below(18)}T0${chance.below(10)}:00:00.000Z`;
  if (pattern === '^\\d{6}$') return chance.pick(['320000', '320100', '320500', '430000']);
  if (examples?.[0] !== undefined) return chance.happens(0.5) ? examples[0] : String(1 + chance.below(500));
  const min = Number(schema['minLength'] ?? 0);
  const word = chance.pick(words);
  return word.length >= min ? word : word.padEnd(min, '7');
}

function valueOf(schema: Schema, name: string, at: At): unknown {
  const { chance } = at;
  if (typeof schema['$ref'] === 'string') {
    const path = schema['$ref'].split('/').slice(1);
    return valueOf(
      path.reduce<Schema>((deep, key) => deep[key] as Schema, at.root),
      name,
      at,
    );
  }
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return chance.pick(schema['enum'] as unknown[]);
  const choices = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (choices !== undefined) return valueOf(chance.pick(choices), name, at);
  switch (schema['type']) {
    case 'object': {
      const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>);
      const required = new Set((schema['required'] ?? []) as string[]);
      return Object.fromEntries(
        properties
          .filter(([key]) => required.has(key) || chance.happens(0.4))
          .map(([key, each]) => [key, valueOf(each, key, at)]),
      );
    }
    case 'array': {
      const min = Number(schema['minItems'] ?? 0);
      const count = Math.max(min, chance.below(3));
      return Array.from({ length: count }, () => valueOf(schema['items'] as Schema, name, at));
    }
    case 'integer':
    case 'number': {
      const min = Math.max(0, Number(schema['minimum'] ?? 0));
      return min + chance.below(4);
    }
    case 'boolean':
      return chance.happens(0.5);
    case 'null':
      return null;
    default:
      return textOf(schema, name, at);
  }
}

/** The same with one thing wrong somewhere: another type, a hostile text, something missing or too much. */
export function broken(value: unknown, { chance }: Pick<Making, 'chance'>): unknown {
  if (value === null || typeof value !== 'object' || chance.happens(0.1)) return chance.pick(hostile);
  if (Array.isArray(value)) {
    if (value.length === 0 || chance.happens(0.3))
      return Array.from({ length: 1 + chance.below(1200) }, () => value[0] ?? 'x');
    return value.map((each, at) => (at === 0 ? broken(each, { chance }) : each));
  }
  const entries = Object.entries(value);
  const draw = chance.below(10);
  if (draw === 0) return Object.fromEntries(entries.slice(1));
  if (draw === 1 || entries.length === 0)
    return JSON.parse(
      `{"${chance.pick(['__proto__', 'constructor', 'extra', 'province', 'organisationId'])}":{"admin":true}}`,
    );
  const at = chance.below(entries.length);
  return Object.fromEntries(
    entries.map(([key, each], nth) => [key, nth === at ? broken(each, { chance }) : each]),
  );
}
