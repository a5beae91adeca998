import type { Route } from '../../route.ts';

export const demandRoutes: Route[] = [];
