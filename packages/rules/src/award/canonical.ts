import { byText } from './columns.ts';
import { assert } from '../result.ts';

/**
 * Canonical JSON: keys sorted by code unit, no white space, numbers only whole and exact, columns as arrays. Two
 * values are equal exactly when their canonical texts are, so a hash of the text stands for the value.
 */
export function writeCanonical(value: unknown, write: (chunk: string) => void): void {
  if (value === null || typeof value === 'boolean') write(String(value));
  else if (typeof value === 'string') write(JSON.stringify(value));
  else if (typeof value === 'number') write(wholeText(value));
  else if (isColumn(value)) writeColumn(value, write);
  else if (Array.isArray(value)) writeList(value, write);
  else if (typeof value === 'object') writeRecord(value, write);
  else assert(false, `not a value of canonical JSON: ${typeof value}`);
}

export function canonicalText(value: unknown): string {
  const chunks: string[] = [];
  writeCanonical(value, (chunk) => {
    chunks.push(chunk);
  });
  return chunks.join('');
}

function wholeText(value: number): string {
  assert(Number.isSafeInteger(value), `a number that is not whole and exact: ${value}`);
  return value === 0 ? '0' : String(value);
}

function isColumn(value: unknown): value is Int32Array | Float64Array {
  return value instanceof Int32Array || value instanceof Float64Array;
}

function writeColumn(column: Int32Array | Float64Array, write: (chunk: string) => void): void {
  const block = 8192;
  write('[');
  for (let from = 0; from < column.length; from += block) {
    const part = column.subarray(from, from + block);
    assert(part.every(Number.isSafeInteger), 'a column with a number that is not whole and exact');
    write(`${from === 0 ? '' : ','}${part.join(',')}`);
  }
  write(']');
}

function writeList(list: readonly unknown[], write: (chunk: string) => void): void {
  write('[');
  list.forEach((each, index) => {
    if (index > 0) write(',');
    writeCanonical(each, write);
  });
  write(']');
}

function writeRecord(record: object, write: (chunk: string) => void): void {
  const entries = Object.entries(record).toSorted(([a], [b]) => byText(a, b));
  write('{');
  entries.forEach(([key, each], index) => {
    assert(each !== undefined, `${key} is undefined`);
    write(`${index > 0 ? ',' : ''}${JSON.stringify(key)}:`);
    writeCanonical(each, write);
  });
  write('}');
}
