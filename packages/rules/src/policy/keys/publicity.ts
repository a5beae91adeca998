import type { PolicyKeyInfo } from '../key-info.ts';

export const publicityKeys = {} as const satisfies Record<string, PolicyKeyInfo>;
