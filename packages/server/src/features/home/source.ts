import type { HomeCount, Todo } from '@daylight/api/home.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';

/** The duties of one person out of one feature; empty where the person has none. At most a few hundred. */
export type TodosOf = (tx: Tx, context: ActorContext) => Promise<readonly Todo[]>;
/** Figures for the first screen out of one feature. */
export type CountsOf = (tx: Tx, context: ActorContext) => Promise<readonly HomeCount[]>;
