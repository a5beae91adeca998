import type { PolicyKeyInfo } from '../key-info.ts';

export const evidenceKeys = {} as const satisfies Record<string, PolicyKeyInfo>;
