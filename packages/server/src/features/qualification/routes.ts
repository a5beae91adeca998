import type { Route } from '../../route.ts';

export const qualificationRoutes: readonly Route[] = [];
