import { randomUUID } from 'node:crypto';
import { z } from 'zod';

type Schema = Readonly<Record<string, unknown>>;

/** A value that a schema accepts, as a careless but honest caller would send it; ids by the name of the field, else random. */
export function plausible(type: z.ZodType, ids: (name: string) => string = () => randomUUID()): unknown {
  const schema = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Schema;
  return valueOf(schema, 'value', { ids, root: schema });
}

interface Making {
  readonly ids: (name: string) => string;
  readonly root: Schema;
}

const texts: Readonly<Record<string, string>> = {
  '^\\d{6}$': '320100',
  '^[A-Za-z0-9_-]{43}$': 'A'.repeat(43),
};

function textOf(schema: Schema, name: string, { ids }: Making): string {
  const [example] = (schema['examples'] ?? []) as string[];
  if (example !== undefined) return example;
  const {
    format,
    pattern,
    minLength = 0,
  } = schema as { format?: string; pattern?: string; minLength?: number };
  if (format === 'uuid' || pattern?.includes('[0-9a-fA-F]{8}-')) return ids(name);
  if (format === 'date') return '2026-09-01';
  if (format === 'date-time') return '2026-09-01T02:00:00.000Z';
  if (pattern !== undefined && texts[pattern] !== undefined) return texts[pattern];
  if (/until|from|on$|date|day/i.test(name) && minLength === 0) return '2026-09-01';
  return '7'.repeat(Math.max(minLength, 6));
}

function valueOf(schema: Schema, name: string, making: Making): unknown {
  if (typeof schema['$ref'] === 'string') {
    const target = schema['$ref']
      .split('/')
      .slice(1)
      .reduce<Schema>((at, key) => at[key] as Schema, making.root);
    return valueOf(target, name, making);
  }
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  const choices = (schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf']) as Schema[] | undefined;
  if (choices !== undefined)
    return valueOf(choices.find((each) => each['type'] !== 'null') ?? {}, name, making);
  switch (schema['type']) {
    case 'object': {
      const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
      const required = new Set((schema['required'] ?? []) as string[]);
      return Object.fromEntries(
        Object.entries(properties)
          .filter(([key]) => required.has(key))
          .map(([key, each]) => [key, valueOf(each, key, making)]),
      );
    }
    case 'array':
      return Array.from({ length: Math.max(1, Number(schema['minItems'] ?? 1)) }, () =>
        valueOf(schema['items'] as Schema, name, making),
      );
    case 'integer':
    case 'number':
      return Math.max(1, Number(schema['minimum'] ?? 1));
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return textOf(schema, name, making);
  }
}
