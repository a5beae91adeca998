import { createRootRoute, createRoute, createRouter, useParams } from '@tanstack/react-router';
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
    // Another thing is another page: nothing typed or opened for one may show up at the next.
    const thing = Object.values(useParams({ strict: false })).join('/');
    return (
      <Guard page={page}>
        <Suspense fallback={<PageSkeleton />}>
          <Content key={thing} />
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
