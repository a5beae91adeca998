import { DownOutlined, MenuOutlined } from '@ant-design/icons';
import { Button, Drawer, Dropdown, Menu, type MenuProps } from 'antd';
import { type ReactNode, createElement, useState, useSyncExternalStore } from 'react';
import { pages } from '../features.ts';
import { useSay } from '../i18n/language.ts';
import { shell } from '../i18n/shell.ts';
import { useTexts } from '../i18n/texts.ts';
import { Go, usePath } from '../navigate.tsx';
import { type Page, menuGroups, menuOf } from '../page.ts';
import { useActor, useSession } from '../session.ts';
import { usePhone } from './phone.ts';
import { AccountMenu, LanguageButton, NoticeBell, SearchBox } from './header-parts.tsx';

function useOnline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('online', listener);
      window.addEventListener('offline', listener);
      return () => {
        window.removeEventListener('online', listener);
        window.removeEventListener('offline', listener);
      };
    },
    () => navigator.onLine,
  );
}

function Brand(): ReactNode {
  const t = useTexts(shell);
  return (
    <Go to="/" className="dl-brand" title={t.tagline}>
      <img src="/favicon.svg" alt="" width={24} height={24} />
      <strong>{t.product}</strong>
    </Go>
  );
}

/** The menu item that a path belongs to: the page itself, or the list above it. */
function itemOf(path: string, shown: readonly Page[]): string[] {
  const best = shown
    .filter((page) => path === page.path || (page.path !== '/' && path.startsWith(`${page.path}/`)))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  return best === undefined ? [] : [best.path];
}

function SideMenu({ onGo }: { readonly onGo?: () => void }): ReactNode {
  const say = useSay();
  const groups = menuOf(useActor(), pages);
  const path = usePath();
  const items = groups.flatMap(({ group, pages: entries }): NonNullable<MenuProps['items']> => {
    const children = entries.map((page) => ({
      key: page.path,
      icon: page.menu === undefined ? null : createElement(page.menu.icon),
      label: <Go to={page.path}>{say(page.menu?.title ?? page.title)}</Go>,
    }));
    const title = say(menuGroups[group]);
    return title === '' ? children : [{ type: 'group' as const, key: group, label: title, children }];
  });
  const flat = groups.flatMap((entry) => entry.pages);
  return (
    <Menu
      mode="inline"
      inlineIndent={14}
      items={items}
      selectedKeys={itemOf(path, flat)}
      onClick={() => onGo?.()}
      className="dl-menu"
    />
  );
}

function BottomBar({ onMore }: { readonly onMore: () => void }): ReactNode {
  const t = useTexts(shell);
  const say = useSay();
  const path = usePath();
  const entries = menuOf(useActor(), pages)
    .flatMap((entry) => entry.pages)
    .filter((page) => page.menu?.phone)
    .slice(0, 4);
  const here = itemOf(path, entries)[0];
  return (
    <nav className="dl-bottom" aria-label={t.mainMenu}>
      {entries.map((page) => (
        <Go key={page.path} to={page.path} {...(here === page.path ? { 'aria-current': 'page' } : {})}>
          {page.menu === undefined ? null : createElement(page.menu.icon)}
          <span>{say(page.menu?.title ?? page.title)}</span>
        </Go>
      ))}
      <button type="button" onClick={onMore}>
        <MenuOutlined />
        <span>{t.more}</span>
      </button>
    </nav>
  );
}

function OfflineBar(): ReactNode {
  const t = useTexts(shell);
  const online = useOnline();
  return (
    <output className="dl-offline-place">
      {online ? null : <span className="dl-offline">{t.offline}</span>}
    </output>
  );
}

/** Side menu by role, header, content; on a phone a bottom bar and a drawer. Without a session: public pages only. */
export function AppLayout({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useTexts(shell);
  const session = useSession();
  const isPhone = usePhone();
  const [open, setOpen] = useState(false);
  const wide = !isPhone && session !== null;
  return (
    <div className="dl-shell">
      <a href="#main" className="dl-skip">
        {t.skip}
      </a>
      <header className="dl-header">
        {isPhone ? (
          <Button type="text" icon={<MenuOutlined />} aria-label={t.menu} onClick={() => setOpen(true)} />
        ) : null}
        <Brand />
        {!isPhone && session === null ? <PublicMenu /> : null}
        <SearchBox compact={isPhone} />
        <span className="dl-spring" />
        {session?.demo ? <span className="dl-demo">{t.demo}</span> : null}
        <LanguageButton />
        {session === null ? null : <NoticeBell />}
        <AccountMenu />
      </header>
      <OfflineBar />
      <div className="dl-body">
        {wide ? (
          <nav className="dl-sider" aria-label={t.mainMenu}>
            <SideMenu />
          </nav>
        ) : null}
        <main id="main" tabIndex={-1} className="dl-main">
          {children}
        </main>
      </div>
      {isPhone && session !== null ? <BottomBar onMore={() => setOpen(true)} /> : null}
      <Drawer
        placement="left"
        size={260}
        open={open && isPhone}
        onClose={() => setOpen(false)}
        title={t.product}
      >
        <nav aria-label={t.menu}>
          <SideMenu onGo={() => setOpen(false)} />
        </nav>
      </Drawer>
    </div>
  );
}

/** As many as stand side by side in both languages on a screen of 1366; the others are behind one more click. */
const publicShown = 6;

function PublicMenu(): ReactNode {
  const t = useTexts(shell);
  const say = useSay();
  const path = usePath();
  const entries = menuOf(null, pages).flatMap((entry) => entry.pages);
  const here = itemOf(path, entries)[0];
  const others = entries.slice(publicShown);
  return (
    <nav className="dl-public" aria-label={t.mainMenu}>
      {entries.slice(0, publicShown).map((page) => (
        <Go key={page.path} to={page.path} {...(here === page.path ? { 'aria-current': 'page' } : {})}>
          {say(page.menu?.title ?? page.title)}
        </Go>
      ))}
      {others.length === 0 ? null : (
        <Dropdown
          trigger={['click']}
          menu={{
            items: others.map((page) => ({
              key: page.path,
              label: <Go to={page.path}>{say(page.menu?.title ?? page.title)}</Go>,
            })),
            selectedKeys: here === undefined ? [] : [here],
          }}
        >
          <Button type="text" icon={<DownOutlined />} iconPlacement="end">
            {t.more}
          </Button>
        </Dropdown>
      )}
    </nav>
  );
}
