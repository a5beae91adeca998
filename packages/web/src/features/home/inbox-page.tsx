// screen: JS-13a, JS-37
import { type Notice, listNotices, markNoticesRead } from '@daylight/api/home.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { home } from './texts.ts';

const rowTone = { plain: null, good: null, notice: null, warning: 'warning', danger: 'danger' } as const;

/** All that was told to the person's position, the newest first; the bell shows only what is new of it. */
export function InboxPage(): ReactNode {
  const t = useTexts(home);
  const say = useSay();
  const mark = useDo(markNoticesRead);
  const markRead = (rows: readonly Notice[]): Promise<unknown> =>
    mark.run({ body: { ids: rows.map((row) => row.id) } });
  return (
    <>
      <PageHead
        title={t.inbox}
        note={t.inboxNote}
        actions={
          <Button loading={mark.pending} onClick={() => void mark.run({ body: { ids: 'all' } })}>
            {t.allRead}
          </Button>
        }
      />
      <DataTable<typeof listNotices>
        id="notices"
        endpoint={listNotices}
        filters={[
          {
            kind: 'choice',
            name: 'unread',
            label: t.show,
            options: (['true', 'false'] as const).map((value) => ({ value, label: t.shows[value] })),
          },
        ]}
        columns={[
          {
            key: 'notice',
            title: t.notice,
            card: 'title',
            text: (row) => `${say(row.title)} ${say(row.detail)}`,
            render: (row) => (
              <>
                {row.href === null ? (
                  <strong>{say(row.title)}</strong>
                ) : (
                  <Go to={row.href} onClick={() => void (row.read || markRead([row]))}>
                    {row.read ? say(row.title) : <strong>{say(row.title)}</strong>}
                  </Go>
                )}
                <br />
                <span className="dl-soft">{say(row.detail)}</span>
              </>
            ),
          },
          {
            key: 'at',
            title: t.at,
            nowrap: true,
            text: (row) => row.at,
            render: (row) => <DateText at={row.at} time />,
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            nowrap: true,
            text: (row) => (row.read ? t.read : t.unread),
            render: (row) => (
              <StateTag tone={row.read ? 'ended' : 'notice'}>{row.read ? t.read : t.unread}</StateTag>
            ),
          },
        ]}
        tone={(row) => (row.read ? null : rowTone[row.tone])}
        bulk={(rows, clear) => (
          <Button
            type="primary"
            loading={mark.pending}
            onClick={() => void markRead(rows).then((done) => done !== null && clear())}
          >
            {t.markRead(rows.length)}
          </Button>
        )}
        above={(reply) => <p className="dl-soft">{t.unreadCount(reply.unread)}</p>}
        empty={{ title: t.noNotices, help: t.noNoticesHelp }}
      />
    </>
  );
}
