/**
 * What somebody is going to do on a working day. What is planned beyond the last day never happens: that is how the demo
 * comes to have something open in every state.
 */
export interface Agenda<Matters> {
  /** Plans a matter of an organisation; `days` working days from the day that is being lived. */
  plan<P extends keyof Matters>(phase: P, days: number, matter: Matters[P] & { readonly who: string }): void;
  /** The matters of a phase today by organisation, in the order in which they were planned. */
  take<P extends keyof Matters>(phase: P): Map<string, (Matters[P] & { readonly who: string })[]>;
  nextDay(): void;
  readonly day: () => number;
}

export function agendaOf<Matters>(phases: readonly (keyof Matters)[]): Agenda<Matters> {
  const planned = new Map<string, { readonly who: string }[]>();
  let today = 0;
  let current = -1;
  const keyOf = (phase: keyof Matters, day: number) => `${day}/${String(phase)}`;
  return {
    day: () => today,
    plan(phase, days, matter) {
      if (days < 0 || (days === 0 && phases.indexOf(phase) <= current))
        throw new Error(`${String(phase)} is over for today`);
      const key = keyOf(phase, today + days);
      const already = planned.get(key);
      if (already === undefined) planned.set(key, [matter]);
      else already.push(matter);
    },
    take<P extends keyof Matters>(phase: P) {
      current = phases.indexOf(phase);
      const key = keyOf(phase, today);
      const found = (planned.get(key) ?? []) as (Matters[P] & { readonly who: string })[];
      planned.delete(key);
      return Map.groupBy(found, (each) => each.who);
    },
    nextDay() {
      today += 1;
      current = -1;
    },
  };
}
