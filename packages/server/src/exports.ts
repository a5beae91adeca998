/**
 * Exports under way. Each turns up to a province's rows into a file while others work, so only so many run at once, and
 * fewer for one person. These protect the machine; no notice sets them.
 */
const limits = { perPerson: 3, all: 8 } as const;

export interface Exports {
  readonly limits: typeof limits;
  /** A place for one more export of a person (or address), given back by calling the answer once; null where there is none. */
  begin(who: string): (() => void) | null;
}

export function countExports(): Exports {
  const running: string[] = [];
  return {
    limits,
    begin: (who) => {
      const own = running.filter((each) => each === who).length;
      if (own >= limits.perPerson || running.length >= limits.all) return null;
      running.push(who);
      return () => {
        running.splice(running.indexOf(who), 1);
      };
    },
  };
}
