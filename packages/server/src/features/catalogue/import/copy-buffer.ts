const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\u00ff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const END = Buffer.from([0xff, 0xff]);
const BYTES_PER_CHARACTER = 3;
const INT4_OID = 23;
/** One dimension, no nulls, the type of the elements, their number, counted from 1. */
const ARRAY_HEAD_BYTES = 20;
const ELEMENT_BYTES = 8;

/** Bytes for COPY … (format binary), gathered in one growing block and handed over as a whole. Owns its block. */
export class CopyBuffer {
  #block: Buffer;
  #at: number;
  #rows = 0;
  #spare: Buffer | null = null;
  readonly #capacity: number;

  constructor(capacity = 4 * 1024 * 1024) {
    this.#capacity = capacity;
    this.#block = Buffer.allocUnsafe(capacity);
    this.#at = HEADER.copy(this.#block);
  }

  /** Bytes so far. */
  get length(): number {
    return this.#at;
  }

  get rows(): number {
    return this.#rows;
  }

  #room(bytes: number): void {
    const wanted = this.#at + bytes + END.length;
    if (wanted <= this.#block.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#block.length * 2, wanted));
    this.#block.copy(larger, 0, 0, this.#at);
    this.#block = larger;
  }

  /** Begins a row; `fields` counts its columns. */
  row(fields: number): void {
    this.#room(2);
    this.#at = this.#block.writeInt16BE(fields, this.#at);
    this.#rows += 1;
  }

  /** Fields that were encoded before. */
  bytes(encoded: Buffer): void {
    this.#room(encoded.length);
    this.#at += encoded.copy(this.#block, this.#at);
  }

  text(value: string): void {
    this.#room(4 + value.length * BYTES_PER_CHARACTER);
    const written = this.#block.write(value, this.#at + 4);
    this.#block.writeInt32BE(written, this.#at);
    this.#at += 4 + written;
  }

  /** NULL for ''. */
  nullable(value: string): void {
    if (value !== '') {
      this.text(value);
      return;
    }
    this.#room(4);
    this.#at = this.#block.writeInt32BE(-1, this.#at);
  }

  /** A text of a part encoded before and a part that is not. */
  joined(first: Buffer, second: string): void {
    this.#room(4 + first.length + second.length * BYTES_PER_CHARACTER);
    const start = this.#at;
    let at = start + 4;
    at += first.copy(this.#block, at);
    at += this.#block.write(second, at);
    this.#block.writeInt32BE(at - start - 4, start);
    this.#at = at;
  }

  bool(value: boolean): void {
    this.#room(5);
    this.#at = this.#block.writeInt32BE(1, this.#at);
    this.#at = this.#block.writeUInt8(value ? 1 : 0, this.#at);
  }

  int8(high: number, low: number): void {
    this.#room(12);
    this.#at = this.#block.writeInt32BE(8, this.#at);
    this.#at = this.#block.writeUInt32BE(high >>> 0, this.#at);
    this.#at = this.#block.writeUInt32BE(low >>> 0, this.#at);
  }

  int4(value: number): void {
    this.#room(8);
    this.#at = this.#block.writeInt32BE(4, this.#at);
    this.#at = this.#block.writeInt32BE(value, this.#at);
  }

  /** An integer array whose first elements were encoded before. */
  intArray(first: Buffer, rest: readonly number[]): void {
    const length = ARRAY_HEAD_BYTES + first.length + rest.length * ELEMENT_BYTES;
    this.#room(4 + length);
    this.#at = this.#block.writeInt32BE(length, this.#at);
    const count = first.length / ELEMENT_BYTES + rest.length;
    for (const value of [1, 0, INT4_OID, count, 1]) this.#at = this.#block.writeInt32BE(value, this.#at);
    this.#at += first.copy(this.#block, this.#at);
    for (const value of rest) {
      this.#at = this.#block.writeInt32BE(4, this.#at);
      this.#at = this.#block.writeInt32BE(value, this.#at);
    }
  }

  /**
   * Everything so far with header and end, ready to send; the buffer is empty afterwards. What was taken before is written over
   * from now on: it has to be sent by then.
   */
  take(): Buffer {
    const filled = this.#block;
    const whole = filled.subarray(0, this.#at + END.copy(filled, this.#at));
    this.#block = this.#spare ?? Buffer.allocUnsafe(this.#capacity);
    this.#spare = filled;
    this.#at = HEADER.copy(this.#block);
    this.#rows = 0;
    return whole;
  }
}

/** Elements of an integer array as they stand in a binary array value. */
export function arrayElements(values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * ELEMENT_BYTES);
  let at = 0;
  for (const value of values) {
    at = bytes.writeInt32BE(4, at);
    at = bytes.writeInt32BE(value, at);
  }
  return bytes;
}

/** A uuid as a field. */
export function uuidField(id: string): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from(id.replaceAll('-', ''), 'hex')]);
}
