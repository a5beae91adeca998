import { Link, useLocation, useNavigate, useParams, useRouter, useRouterState } from '@tanstack/react-router';
import type { CSSProperties, MouseEventHandler, ReactNode } from 'react';

/** The query part of an address: plain text by name. Several values of one name are joined by commas. */
export type Search = Readonly<Record<string, string>>;

export function searchOf(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text));
}
export function searchText(search: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(search).filter(([, value]) => typeof value === 'string' && value !== '');
  const text = new URLSearchParams(entries as [string, string][]).toString();
  return text === '' ? '' : `?${text}`;
}

export interface GoProps {
  /** '/orders/0198…' with the values already in it; may carry '?state=placed'. */
  readonly to: string;
  readonly children?: ReactNode;
  readonly className?: string;
  readonly style?: CSSProperties;
  readonly title?: string;
  readonly onClick?: MouseEventHandler;
  readonly 'aria-label'?: string;
  readonly 'aria-current'?: 'page';
}

function parts(to: string): { readonly to: string; readonly search: Search } {
  const [path = '/', query = ''] = to.split('?', 2);
  return { to: path, search: searchOf(query) };
}

/** A link inside the application. */
export function Go({ to, ...rest }: GoProps): ReactNode {
  // Which item of a menu is meant is said by the menu: a link to '/open' is not current on '/open/notices'.
  return <Link {...parts(to)} {...rest} activeProps={{}} activeOptions={{ exact: true }} />;
}

/** `const go = useGo(); go('/orders')`; `{ replace: true }` leaves no step in the history. */
export function useGo(): (to: string, options?: { readonly replace?: boolean }) => void {
  const navigate = useNavigate();
  return (to, options = {}) => {
    void navigate({ ...parts(to), replace: options.replace ?? false });
  };
}

/** The value of '$orderId' in the page's path. */
export function useParam(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false });
  const value = params[name];
  if (value === undefined) throw new Error(`this page has no $${name}`);
  return value;
}

/** The values in the address and a way to change some of them: '' removes one. */
export function useSearch(): readonly [
  Search,
  (changes: Search, options?: { readonly push?: boolean }) => void,
] {
  const router = useRouter();
  const location = useLocation();
  const search = location.search as Search;
  function change(changes: Search, { push = false }: { readonly push?: boolean } = {}): void {
    const now = router.state.location.search as Search;
    const next = Object.fromEntries(
      Object.entries({ ...now, ...changes }).filter(([, value]) => value !== ''),
    );
    void router.navigate({ to: location.pathname, search: next, replace: !push, resetScroll: false });
  }
  return [search, change];
}

/** The path of the page that is shown: while the next one loads it is still the old one. */
export function usePath(): string {
  return useRouterState({
    select: ({ resolvedLocation, location }) => (resolvedLocation ?? location).pathname,
  });
}
