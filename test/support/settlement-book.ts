import { readFileSync, readdirSync } from 'node:fs';
import type { PolicyBook, ProvisionOf } from '../../packages/rules/src/policy/book.ts';

const folder = new URL('../../policy/', import.meta.url);

/** The settlement parameters in policy/ as they stand there, for tests of the rules alone. */
export function settlementBook(): PolicyBook {
  const provisions: Record<string, unknown[]> = {};
  for (const pack of readdirSync(folder)) {
    const code = pack === 'national' ? '000000' : /^(\d{6})-/.exec(pack)?.[1];
    if (code === undefined) continue;
    for (const [name, values] of Object.entries(read(pack))) {
      const rows = values.map((value) => ({
        until: null,
        origin: 'published',
        note: null,
        clause: null,
        ...value,
        jurisdiction: code,
      }));
      (provisions[`settlement.${name}`] ??= []).push(...rows);
    }
  }
  return { provisions: provisions as { 'settlement.paymentDue': ProvisionOf<'settlement.paymentDue'>[] } };
}

function read(pack: string): Record<string, object[]> {
  try {
    return JSON.parse(readFileSync(new URL(`${pack}/settlement.json`, folder), 'utf8')) as Record<
      string,
      object[]
    >;
  } catch {
    return {};
  }
}
