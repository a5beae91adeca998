/** Bytes for COPY … (format binary), gathered in one growing block and handed over as a whole. Positions are in bytes. */
export interface CopyBuffer {
  readonly length: number;
  readonly rows: number;
  /** Begins a row; `fields` counts its columns. */
  row(fields: number): void;
  /** Fields that were encoded before. */
  bytes(encoded: Buffer): void;
  text(value: string): void;
  /** NULL for ''. */
  nullable(value: string): void;
  /** A text of a part encoded before and a part that is not. */
  joined(first: Buffer, second: string): void;
  bool(value: boolean): void;
  int8(high: number, low: number): void;
  int4(value: number): void;
  /** A field whose bytes the caller puts together: its length first, then the parts. */
  raw(parts: readonly Buffer[]): void;
  /** Everything so far with header and end, ready to send; the buffer is empty afterwards. */
  take(): Buffer;
}

const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\u00ff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const END = Buffer.from([0xff, 0xff]);
const BYTES_PER_CHARACTER = 3;

export function copyBuffer(capacity = 4 * 1024 * 1024): CopyBuffer {
  let block = Buffer.allocUnsafe(capacity);
  let at = HEADER.copy(block);
  let rows = 0;

  function room(bytes: number): void {
    if (at + bytes + END.length <= block.length) return;
    const larger = Buffer.allocUnsafe(Math.max(block.length * 2, at + bytes + END.length));
    block.copy(larger, 0, 0, at);
    block = larger;
  }

  function text(value: string): void {
    room(4 + value.length * BYTES_PER_CHARACTER);
    const written = block.write(value, at + 4);
    block.writeInt32BE(written, at);
    at += 4 + written;
  }

  return {
    get length() {
      return at;
    },
    get rows() {
      return rows;
    },
    row(fields) {
      room(2);
      at = block.writeInt16BE(fields, at);
      rows += 1;
    },
    bytes(encoded) {
      room(encoded.length);
      at += encoded.copy(block, at);
    },
    text,
    nullable(value) {
      if (value !== '') {
        text(value);
        return;
      }
      room(4);
      at = block.writeInt32BE(-1, at);
    },
    joined(first, second) {
      room(4 + first.length + second.length * BYTES_PER_CHARACTER);
      const start = at;
      at += 4;
      at += first.copy(block, at);
      at += block.write(second, at);
      block.writeInt32BE(at - start - 4, start);
    },
    bool(value) {
      room(5);
      at = block.writeInt32BE(1, at);
      at = block.writeUInt8(value ? 1 : 0, at);
    },
    int8(high, low) {
      room(12);
      at = block.writeInt32BE(8, at);
      at = block.writeUInt32BE(high >>> 0, at);
      at = block.writeUInt32BE(low >>> 0, at);
    },
    int4(value) {
      room(8);
      at = block.writeInt32BE(4, at);
      at = block.writeInt32BE(value, at);
    },
    raw(parts) {
      const length = parts.reduce((sum, part) => sum + part.length, 0);
      room(4 + length);
      at = block.writeInt32BE(length, at);
      for (const part of parts) at += part.copy(block, at);
    },
    take() {
      const whole = block.subarray(0, at + END.copy(block, at));
      block = Buffer.allocUnsafe(capacity);
      at = HEADER.copy(block);
      rows = 0;
      return whole;
    },
  };
}

const INT4_OID = 23;

/** Elements of an integer array as they stand in a binary array value. */
export function arrayElements(values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * 8);
  let at = 0;
  for (const value of values) {
    at = bytes.writeInt32BE(4, at);
    at = bytes.writeInt32BE(value, at);
  }
  return bytes;
}

/** What stands before the elements: one dimension, no nulls, integers, counted from 1. */
export function arrayHead(count: number): Buffer {
  const bytes = Buffer.allocUnsafe(20);
  [1, 0, INT4_OID, count, 1].forEach((value, index) => bytes.writeInt32BE(value, index * 4));
  return bytes;
}

/** A uuid as a field. */
export function uuidField(id: string): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from(id.replaceAll('-', ''), 'hex')]);
}
