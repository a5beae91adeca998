import type { Wording } from './provision.ts';
import type { PolicyShape } from './shapes.ts';

/** What a person reads about a parameter: its name, and the unit where the value is a bare number. */
export interface PolicyKeyInfo extends Wording {
  readonly shape: PolicyShape;
  readonly unit?: Wording;
}
