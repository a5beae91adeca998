/** A small reader of outside data: it says where something is wrong, and all that is wrong at once. */
export interface Fault {
  /** 'rules.0.when.factor'. */
  readonly path: string;
  readonly code: string;
  readonly found: string;
}
export type Shape = (value: unknown, path: string, faults: Fault[]) => void;

export function faultsOf(shape: Shape, value: unknown): Fault[] {
  const faults: Fault[] = [];
  shape(value, '', faults);
  return faults;
}

export function found(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function within(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`;
}

/** A value that a test accepts; the code says what it should have been. */
export function that(test: (value: unknown) => boolean, code: string): Shape {
  return (value, path, faults) => {
    if (!test(value)) faults.push({ path, code, found: found(value) });
  };
}

export const text = that((value) => typeof value === 'string' && value !== '', 'shape.text');
export const flag = that((value) => typeof value === 'boolean', 'shape.flag');
export const count = that((value) => Number.isSafeInteger(value) && Number(value) >= 0, 'shape.count');
export const positive = that((value) => Number.isSafeInteger(value) && Number(value) > 0, 'shape.positive');

export function textThat(test: (value: string) => boolean, code: string): Shape {
  return that((value) => typeof value === 'string' && test(value), code);
}
export function oneOf(...values: readonly string[]): Shape {
  return that(
    (value) => typeof value === 'string' && values.includes(value),
    `shape.oneOf ${values.join(' ')}`,
  );
}
export function orNull(shape: Shape): Shape {
  return (value, path, faults) => {
    if (value !== null) shape(value, path, faults);
  };
}
export function list(shape: Shape): Shape {
  return (value, path, faults) => {
    if (!Array.isArray(value)) faults.push({ path, code: 'shape.list', found: found(value) });
    else
      value.forEach((each, index) => {
        shape(each, within(path, index), faults);
      });
  };
}
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** Exactly these keys: a key nobody reads is a mistake of the writer. */
export function record(keys: Readonly<Record<string, Shape>>): Shape {
  return (value, path, faults) => {
    if (!isRecord(value)) {
      faults.push({ path, code: 'shape.record', found: found(value) });
      return;
    }
    for (const [key, shape] of Object.entries(keys))
      if (Object.hasOwn(value, key)) shape(value[key], within(path, key), faults);
      else faults.push({ path: within(path, key), code: 'shape.missing', found: '' });
    for (const key of Object.keys(value))
      if (!Object.hasOwn(keys, key))
        faults.push({ path: within(path, key), code: 'shape.unknownKey', found: found(value[key]) });
  };
}
export function mapOf(shape: Shape): Shape {
  return (value, path, faults) => {
    if (!isRecord(value)) faults.push({ path, code: 'shape.record', found: found(value) });
    else for (const [key, each] of Object.entries(value)) shape(each, within(path, key), faults);
  };
}
/** A record whose `tag` says which of the shapes it has. */
export function tagged(
  tag: string,
  shapes: Readonly<Record<string, Readonly<Record<string, Shape>>>>,
): Shape {
  return (value, path, faults) => {
    const kind = isRecord(value) ? value[tag] : undefined;
    const keys = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
    if (keys === undefined)
      faults.push({
        path: within(path, tag),
        code: `shape.oneOf ${Object.keys(shapes).join(' ')}`,
        found: found(kind ?? ''),
      });
    else record({ [tag]: text, ...keys })(value, path, faults);
  };
}
/** For shapes that contain themselves. */
export function later(shape: () => Shape): Shape {
  return (value, path, faults) => {
    shape()(value, path, faults);
  };
}
