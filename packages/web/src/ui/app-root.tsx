import { Button, Result } from 'antd';
import { Outlet } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { queryClient } from '../ask.ts';
import { pageAt } from '../features.ts';
import { useLanguage, useSay } from '../i18n/language.ts';
import { shell } from '../i18n/shell.ts';
import { useTexts } from '../i18n/texts.ts';
import { searchText, useGo, usePath, useSearch } from '../navigate.tsx';
import { type Page, mayOpen } from '../page.ts';
import { SessionContext, useSession, useSessionState } from '../session.ts';
import { AppLayout } from './app-layout.tsx';
import { NoPermissionPage } from './lost-pages.tsx';
import { PageSkeleton } from './page-skeleton.tsx';
import { ExplanationHost } from './why.tsx';

/** Everything stands under this: who is signed in, the shell around the page, the one drawer that explains. */
export function AppRoot(): ReactNode {
  const { session, fault } = useSessionState();
  const page = pageAt(usePath());
  const t = useTexts(shell);
  const say = useSay();
  const language = useLanguage();
  useEffect(() => {
    const product = `${t.product} · ${t.tagline}`;
    document.title = page === null ? product : `${say(page.title)} · ${t.product}`;
    // oxlint-disable-next-line react/exhaustive-deps -- `say` is the language
  }, [page, language, t]);
  if (session === undefined && page?.permission !== 'public') {
    if (fault === null) return <PageSkeleton />;
    return (
      <Result
        status="warning"
        title={<h1>{say(fault.problem.text)}</h1>}
        extra={
          <Button type="primary" onClick={() => void queryClient.refetchQueries({ queryKey: ['session'] })}>
            {t.retry}
          </Button>
        }
      />
    );
  }
  return (
    <SessionContext value={session ?? null}>
      <ExplanationHost>
        {page?.path === '/sign-in' ? (
          <Outlet />
        ) : (
          <AppLayout>
            <Outlet />
          </AppLayout>
        )}
      </ExplanationHost>
    </SessionContext>
  );
}

/** Where a person sets a password of their own and a second factor. */
const OWN_ACCOUNT = '/account';

/** Lets in who may, sends who is not signed in to the sign-in page and back, and tells the others whom to ask. */
export function Guard({ page, children }: { readonly page: Page; readonly children: ReactNode }): ReactNode {
  const session = useSession();
  const go = useGo();
  const path = usePath();
  const [search] = useSearch();
  const away = session === null && page.permission !== 'public';
  // A first password or factor comes before everything else; the server withholds all other permissions until then.
  const bound =
    session !== null && session.actor.duty !== null && page.permission !== 'public' && path !== OWN_ACCOUNT;
  useEffect(() => {
    if (bound) go(OWN_ACCOUNT, { replace: true });
    // oxlint-disable-next-line react/exhaustive-deps -- once, when the duty is known
  }, [bound]);
  useEffect(() => {
    // The address may already be the next one while the old page is still shown, or still the old one when this page comes.
    if (!away || pageAt(path) !== page) return;
    const wanted = `${path}${searchText(search)}`;
    go(wanted === '/' ? '/sign-in' : `/sign-in${searchText({ next: wanted })}`, { replace: true });
    // oxlint-disable-next-line react/exhaustive-deps -- for each address that was asked for, whatever its filters become
  }, [away, path]);
  if (away || bound) return <PageSkeleton />;
  if (!mayOpen(session?.actor ?? null, page)) return <NoPermissionPage page={page} />;
  return children;
}
