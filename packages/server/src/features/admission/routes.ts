import type { Route } from '../../route.ts';

export const admissionRoutes: readonly Route[] = [];
