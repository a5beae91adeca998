import { type HomeCount, type Todo, readHome } from '@daylight/api/home.ts';
import { holds } from '@daylight/rules/access/may.ts';
import { Button, Empty, Skeleton } from 'antd';
import { type ReactNode, Suspense, createElement, lazy } from 'react';
import { useAsk } from '../../ask.ts';
import { useNow } from '../../clock.ts';
import { pages, panels } from '../../features.ts';
import { useSay } from '../../i18n/language.ts';
import { kindNames, positionNames } from '../../i18n/positions.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo } from '../../navigate.tsx';
import { type HomePanel, mayOpen } from '../../page.ts';
import { useCalendar } from '../../reference.ts';
import { useActor, useMay, useSession } from '../../session.ts';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { home } from './texts.ts';
import { groupTodos } from './todo-order.ts';
import './home.css';

/** Every duty with a legal clock first, sorted by what is due; then figures, quick actions and panels of the features. */
export function HomePage(): ReactNode {
  const t = useTexts(home);
  const say = useSay();
  const session = useSession();
  const { data, error, isPending, refetch } = useAsk(readHome, {}, { everyMs: 120_000 });
  if (session === null) return null;
  const { actor } = session;
  const roles = actor.roles.map((role) => {
    const names: Readonly<Record<string, { zh: string; en: string }>> = positionNames;
    return say(names[`${actor.kind}.${role}`] ?? { zh: role, en: role });
  });
  return (
    <div className="dl-home">
      <PageHead
        title={t.greeting(session.name)}
        note={`${session.organisation} · ${roles.join(' · ') || say(kindNames[actor.kind])}`}
        actions={<QuickActions />}
      />
      {error === null ? null : <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />}
      {isPending && error === null ? <Skeleton active title={false} paragraph={{ rows: 6 }} /> : null}
      {data === undefined ? null : (
        <>
          <Counts counts={data.counts} />
          <div className="dl-columns-2 dl-home-columns">
            <Section title={t.todos} extra={<small className="dl-soft">{t.todosSorted}</small>}>
              <Todos todos={data.todos} more={data.more} />
            </Section>
            <Panels />
          </div>
        </>
      )}
    </div>
  );
}

function QuickActions(): ReactNode {
  const say = useSay();
  const go = useGo();
  const actor = useActor();
  const offered = pages.filter(
    ({ quick, permission }) =>
      quick !== undefined &&
      actor !== null &&
      mayOpen(actor, { permission }) &&
      (quick.for?.some((position) => holds(actor, position)) ?? true),
  );
  return offered.map(({ quick, path }, n) =>
    quick === undefined ? null : (
      <Button
        key={path}
        type={n === 0 ? 'primary' : 'default'}
        icon={createElement(quick.icon)}
        onClick={() => go(path)}
      >
        {say(quick.title)}
      </Button>
    ),
  );
}

function Counts({ counts }: { readonly counts: readonly HomeCount[] }): ReactNode {
  const t = useTexts(home);
  const say = useSay();
  if (counts.length === 0) return null;
  return (
    <ul className="dl-counts" aria-label={t.counts}>
      {counts.map(({ key, title, value, href, tone }) => (
        <li key={key} data-tone={value === 0 ? 'plain' : tone}>
          <Go to={href}>
            <b>{value.toLocaleString('en-US')}</b>
            <span>{say(title)}</span>
          </Go>
        </li>
      ))}
    </ul>
  );
}

function Todos({ todos, more }: { readonly todos: readonly Todo[]; readonly more: number }): ReactNode {
  const t = useTexts(home);
  const at = useNow();
  const calendar = useCalendar();
  if (todos.length === 0) {
    return (
      <Empty
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description={
          <>
            <strong>{t.none}</strong>
            <p>{t.noneHelp}</p>
          </>
        }
      />
    );
  }
  return (
    <div className="dl-todos">
      {groupTodos(todos, at, calendar).map(({ group, todos: entries }) => (
        <section key={group} data-group={group}>
          <h3>
            {t.groups[group]} <small>{t.items(entries.length)}</small>
          </h3>
          <ul>
            {entries.map((todo) => (
              <TodoLine key={todo.id} todo={todo} />
            ))}
          </ul>
        </section>
      ))}
      {more > 0 ? <p className="dl-soft">{t.more(more)}</p> : null}
    </div>
  );
}

function TodoLine({ todo }: { readonly todo: Todo }): ReactNode {
  const say = useSay();
  return (
    <li data-tone={todo.tone}>
      <div className="dl-todo-what">
        <Go to={todo.href}>{say(todo.title)}</Go>
        <span className="dl-soft">{say(todo.detail)}</span>
      </div>
      {todo.dueAt === null ? null : (
        <Deadline dueAt={todo.dueAt} provisional={todo.provisional} basis={todo.basis} />
      )}
    </li>
  );
}

const loaded = new Map(
  panels.map((panel) => [panel, lazy(async () => ({ default: await panel.load() }))] as const),
);

function Panels(): ReactNode {
  const say = useSay();
  const actor = useActor();
  const may = useMay();
  const fits = (panel: HomePanel): boolean =>
    may(panel.permission) &&
    (panel.for === undefined || (actor !== null && panel.for.some((each) => holds(actor, each))));
  const shown = panels.filter(fits);
  if (shown.length === 0) return null;
  return (
    <aside>
      {shown.map((panel) => {
        const Content = loaded.get(panel);
        return Content === undefined ? null : (
          <Section key={panel.title.en} title={say(panel.title)}>
            <Suspense fallback={<Skeleton active title={false} />}>
              <Content />
            </Suspense>
          </Section>
        );
      })}
    </aside>
  );
}
