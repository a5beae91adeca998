import type { Route } from '../../route.ts';

export const directoryRoutes: readonly Route[] = [];
