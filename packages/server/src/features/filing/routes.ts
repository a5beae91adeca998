import type { Route } from '../../route.ts';

export const filingRoutes: readonly Route[] = [];
