import type { Route } from '../../route.ts';

export const biddingRoutes: Route[] = [];
