import type { PolicyKeyInfo } from '../key-info.ts';

export const executionKeys = {} as const satisfies Record<string, PolicyKeyInfo>;
