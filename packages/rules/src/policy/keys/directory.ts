import type { PolicyKeyInfo } from '../key-info.ts';

export const directoryKeys = {} as const satisfies Record<string, PolicyKeyInfo>;
