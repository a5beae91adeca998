import { type Result, ok, refuse } from '../result.ts';

/** A file on its way: chunks of one size, the last one shorter. */
export interface Arriving {
  readonly bytes: number;
  readonly chunkBytes: number;
  readonly received: number;
}

export type ChunkRefusal = 'evidence.otherOffset' | 'evidence.chunkSize';

/**
 * Where a chunk stands and how long it has to be. A chunk that is here already ('repeated') was sent again because its
 * answer was lost: nothing is refused and nothing is written.
 */
export function placeOf(
  file: Arriving,
  offset: number,
): Result<
  { readonly index: number; readonly bytes: number; readonly repeated: boolean },
  'evidence.otherOffset'
> {
  const onGrid = offset % file.chunkBytes === 0 && offset < file.bytes;
  if (!onGrid || offset > file.received)
    return refuse('evidence.otherOffset', { field: 'offset', facts: { received: file.received } });
  const bytes = Math.min(file.chunkBytes, file.bytes - offset);
  return ok({ index: offset / file.chunkBytes, bytes, repeated: offset + bytes <= file.received });
}

/** How many chunks a file has. */
export function chunksOf({ bytes, chunkBytes }: Pick<Arriving, 'bytes' | 'chunkBytes'>): number {
  return Math.ceil(bytes / chunkBytes);
}
