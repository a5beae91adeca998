import type { PolicyKeyInfo } from '../key-info.ts';

export const qualificationKeys = {} as const satisfies Record<string, PolicyKeyInfo>;
