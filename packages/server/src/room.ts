import { statfs } from 'node:fs/promises';

/** Kept free on the disk of DATA_DIR: PostgreSQL that finds no room for its log stops at once, with everybody in it. */
const ROOM_BYTES_MIN = 128 * 1024 * 1024;
const KEPT_MS = 1000;

export type HasRoom = () => Promise<boolean>;

/**
 * Whether the disk of this installation's folder takes more. Embedded database, its log and uploads lie there; with a
 * database elsewhere it is uploads alone. A folder that cannot be asked counts as having room: writing will tell.
 */
export function roomIn(folder: string): HasRoom {
  let kept = { until: 0, answer: Promise.resolve(true) };
  return () => {
    if (performance.now() < kept.until) return kept.answer;
    const answer = statfs(folder).then(
      ({ bavail, bsize }) => bavail * bsize >= ROOM_BYTES_MIN,
      () => true,
    );
    kept = { until: performance.now() + KEPT_MS, answer };
    return answer;
  };
}
