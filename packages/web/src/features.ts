import type { HomePanel, Page } from './page.ts';

interface FeatureFile {
  readonly pages: readonly Page[];
  readonly panels?: readonly HomePanel[];
}

/** A feature is there by having features/<word>/pages.tsx that exports `pages` (and `panels` for the home page). */
const files: Record<string, FeatureFile> = import.meta.glob('./features/*/pages.tsx', { eager: true });

export const pages: readonly Page[] = Object.values(files).flatMap((file) => file.pages);
export const panels: readonly HomePanel[] = Object.values(files)
  .flatMap((file) => file.panels ?? [])
  .toSorted((a, b) => (a.order ?? 50) - (b.order ?? 50));

/** The page that an address belongs to, for the menu and the title of the window. */
export function pageAt(path: string): Page | null {
  const steps = path.split('/').filter(Boolean);
  const fits = (page: Page): boolean => {
    const wanted = page.path.split('/').filter(Boolean);
    return (
      wanted.length === steps.length && wanted.every((step, n) => step.startsWith('$') || step === steps[n])
    );
  };
  const found = pages.filter(fits);
  return found.find((page) => !page.path.includes('$')) ?? found[0] ?? null;
}
