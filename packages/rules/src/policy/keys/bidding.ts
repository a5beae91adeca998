import type { PolicyKeyInfo } from '../key-info.ts';

export const biddingKeys = {} as const satisfies Record<string, PolicyKeyInfo>;
