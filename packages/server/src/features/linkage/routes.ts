import type { Route } from '../../route.ts';

export const linkageRoutes: readonly Route[] = [];
