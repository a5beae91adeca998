import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { type ReactNode, Suspense, lazy } from 'react';
import { pages } from './features.ts';
import type { Page } from './page.ts';
import { searchOf, searchText } from './navigate.tsx';
import { AppRoot, Guard } from './ui/app-root.tsx';
import { CrashPage, NotFoundPage } from './ui/lost-pages.tsx';
import { PageSkeleton } from './ui/page-skeleton.tsx';

const root = createRootRoute({ component: AppRoot, notFoundComponent: NotFoundPage });

function routeOf(page: Page) {
  const Content = lazy(async () => ({ default: await page.load() }));
  function Shown(): ReactNode {
    return (
      <Guard page={page}>
        <Suspense fallback={<PageSkeleton />}>
          <Content />
        </Suspense>
      </Guard>
    );
  }
  return createRoute({
    getParentRoute: () => root,
    path: page.path,
    component: Shown,
    errorComponent: CrashPage,
    staticData: { page } as object,
  });
}

export const router = createRouter({
  routeTree: root.addChildren(pages.map(routeOf)),
  // Filters are plain text in the address, so that people can read, share and edit them.
  parseSearch: searchOf,
  stringifySearch: searchText,
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: CrashPage,
  scrollRestoration: true,
});
