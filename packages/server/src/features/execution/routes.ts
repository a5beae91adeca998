import type { Route } from '../../route.ts';

export const executionRoutes: Route[] = [];
