import type { PolicyKeyInfo } from '../key-info.ts';

export const panelKeys = {} as const satisfies Record<string, PolicyKeyInfo>;
