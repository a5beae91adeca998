import type { PolicyKeyInfo } from '../key-info.ts';

export const admissionKeys = {} as const satisfies Record<string, PolicyKeyInfo>;
