import {
  BellOutlined,
  LogoutOutlined,
  SearchOutlined,
  TranslationOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { listNotices, markNoticesRead } from '@daylight/api/home.ts';
import { Badge, Button, Dropdown, Empty, Input, Popover } from 'antd';
import { type ReactNode, createElement, useState } from 'react';
import { useAsk, useDo } from '../ask.ts';
import { pages } from '../features.ts';
import { languageNow, setLanguage, useSay } from '../i18n/language.ts';
import { kindNames, positionNames } from '../i18n/positions.ts';
import { shell } from '../i18n/shell.ts';
import { useTexts } from '../i18n/texts.ts';
import { Go, searchText, useGo, usePath, useSearch } from '../navigate.tsx';
import { mayOpen } from '../page.ts';
import { useActor, useSession, useSignOut } from '../session.ts';
import { DateText } from './numbers.tsx';

/** One search box for everything: what can be bought where the actor may see it, else the code database. */
export function SearchBox({ compact }: { readonly compact: boolean }): ReactNode {
  const t = useTexts(shell);
  const go = useGo();
  const [search] = useSearch();
  const path = usePath();
  const actor = useActor();
  const [target] = pages
    .flatMap((page) =>
      page.search !== undefined && mayOpen(actor, page) ? [{ ...page.search, to: page.path }] : [],
    )
    .toSorted((a, b) => a.order - b.order);
  if (target === undefined) return null;
  const { to, filter } = target;
  const shown = path === to ? (search[filter] ?? '') : '';
  const submit = (text: string): void => go(`${to}${searchText({ [filter]: text.trim() })}`);
  if (compact) {
    return <Button type="text" icon={<SearchOutlined />} aria-label={t.search} onClick={() => go(to)} />;
  }
  return (
    <search className="dl-search">
      <Input
        key={shown}
        defaultValue={shown}
        prefix={<SearchOutlined aria-hidden />}
        placeholder={t.searchHint}
        aria-label={t.search}
        maxLength={100}
        allowClear
        onPressEnter={(event) => submit(event.currentTarget.value)}
      />
    </search>
  );
}

export function LanguageButton(): ReactNode {
  const t = useTexts(shell);
  return (
    <Button
      type="text"
      icon={<TranslationOutlined />}
      title={t.language}
      className="dl-language"
      onClick={() => setLanguage(languageNow() === 'zh' ? 'en' : 'zh')}
    >
      <span lang={languageNow() === 'zh' ? 'en' : 'zh-CN'}>{t.otherLanguage}</span>
    </Button>
  );
}

export function NoticeBell(): ReactNode {
  const t = useTexts(shell);
  const say = useSay();
  const [open, setOpen] = useState(false);
  const { data } = useAsk(listNotices, { query: { unread: 'true', limit: 10 } }, { everyMs: 60_000 });
  const mark = useDo(markNoticesRead);
  const unread = data?.unread ?? 0;
  function read(id: string): void {
    setOpen(false);
    void mark.run({ body: { ids: [id] } });
  }
  const list = (
    <div className="dl-notices">
      {data === undefined || data.items.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.noNotices} />
      ) : (
        <>
          <ul>
            {data.items.map((notice) => (
              <li key={notice.id} data-tone={notice.tone}>
                <Go to={notice.href ?? '/notices'} onClick={() => read(notice.id)}>
                  <strong>{say(notice.title)}</strong>
                </Go>
                <div>{say(notice.detail)}</div>
                <small>
                  <DateText at={notice.at} />
                </small>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="dl-actions">
        <Go to="/notices" onClick={() => setOpen(false)}>
          {t.allNotices}
        </Go>
        {unread === 0 ? null : (
          <Button size="small" loading={mark.pending} onClick={() => void mark.run({ body: { ids: 'all' } })}>
            {t.allRead}
          </Button>
        )}
      </p>
    </div>
  );
  return (
    <Popover
      content={list}
      title={t.notices}
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomRight"
    >
      <Button
        type="text"
        aria-label={t.noticesUnread(unread)}
        icon={
          // "99+" must not reach over the next button.
          <Badge count={unread} size="small" overflowCount={99} offset={[-8, 2]}>
            <BellOutlined className="dl-bell" />
          </Badge>
        }
      />
    </Popover>
  );
}

export function AccountMenu(): ReactNode {
  const t = useTexts(shell);
  const say = useSay();
  const session = useSession();
  const go = useGo();
  const signOut = useSignOut();
  if (session === null) {
    return (
      <Button type="primary" onClick={() => go('/sign-in')}>
        {t.signIn}
      </Button>
    );
  }
  const { actor } = session;
  const own = pages.filter((page) => page.account && mayOpen(actor, page));
  const names = positionNames as Readonly<Record<string, { zh: string; en: string }>>;
  const roles = actor.roles.map((role) => say(names[`${actor.kind}.${role}`] ?? { zh: role, en: role }));
  const items = [
    {
      key: 'who',
      disabled: true,
      label: (
        <div className="dl-who">
          <strong>{session.name}</strong>
          <div>{session.organisation}</div>
          <div>{roles.join(' · ') || say(kindNames[actor.kind])}</div>
        </div>
      ),
    },
    { type: 'divider' as const },
    ...own.map((page) => ({
      key: page.path,
      icon: page.account === undefined ? null : createElement(page.account.icon),
      label: <Go to={page.path}>{say(page.title)}</Go>,
    })),
    { key: 'out', icon: <LogoutOutlined />, label: t.signOut },
  ];
  async function leave(): Promise<void> {
    await signOut();
    go('/sign-in', { replace: true });
  }
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => void (key === 'out' && leave()) }}>
      <Button
        type="text"
        icon={<UserOutlined />}
        aria-label={`${t.account}: ${session.name}`}
        className="dl-account"
      >
        <span className="dl-account-name">{session.name}</span>
      </Button>
    </Dropdown>
  );
}
