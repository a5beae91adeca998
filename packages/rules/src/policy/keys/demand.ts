import type { PolicyKeyInfo } from '../key-info.ts';

export const demandKeys = {} as const satisfies Record<string, PolicyKeyInfo>;
