import type { Route } from '../../route.ts';

export const publicityRoutes: readonly Route[] = [];
