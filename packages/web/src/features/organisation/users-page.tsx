import { type User, listUsers } from '@daylight/api/account-users.ts';
import { type OrganisationKind, rolesOf } from '@daylight/rules/access/permissions.ts';
import { Button, Drawer, Tabs } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useSearch } from '../../navigate.tsx';
import { useActor } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { usePositions } from './positions.tsx';
import { RequestList } from './request-list.tsx';
import { texts } from './texts.ts';
import { AddUserForm, UserActions } from './user-actions.tsx';

const tone = { pending: 'waiting', active: 'good', disabled: 'ended' } as const;

/** In the address anybody may write anything. */
function kindIn(text = ''): OrganisationKind | undefined {
  return Object.hasOwn(rolesOf, text) ? (text as OrganisationKind) : undefined;
}

/** One page where the administrator of an organisation looks after its users; the platform's come here with ?organisationId=. */
export function UsersPage(): ReactNode {
  const t = useTexts(texts);
  const actor = useActor();
  const [search, change] = useSearch();
  const [adding, setAdding] = useState(false);
  const organisationId = search['organisationId'] ?? actor?.organisationId ?? '';
  const isOwn = organisationId === actor?.organisationId;
  const kind = isOwn ? actor?.kind : kindIn(search['kind']);
  const add =
    kind === undefined ? undefined : (
      <Button type="primary" onClick={() => setAdding(true)}>
        {t.addUser}
      </Button>
    );
  return (
    <>
      <PageHead title={t.users} note={t.usersNote} actions={add} />
      <Tabs
        activeKey={search['tab'] === 'requests' ? 'requests' : 'users'}
        onChange={(tab) => change({ tab: tab === 'users' ? '' : tab })}
        items={[
          {
            key: 'users',
            label: t.tabUsers,
            children: <UserList organisationId={organisationId} kind={kind} add={add} />,
          },
          { key: 'requests', label: t.tabRequests, children: <RequestList /> },
        ]}
        destroyOnHidden
      />
      <Drawer open={adding} onClose={() => setAdding(false)} title={t.addUser} destroyOnHidden>
        {kind === undefined ? null : (
          <AddUserForm organisationId={organisationId} kind={kind} onDone={() => setAdding(false)} />
        )}
      </Drawer>
    </>
  );
}

interface ListProps {
  readonly organisationId: string;
  readonly kind: OrganisationKind | undefined;
  readonly add: ReactNode;
}

function UserList({ organisationId, kind, add }: ListProps): ReactNode {
  const t = useTexts(texts);
  const positions = usePositions();
  const states = (['active', 'pending', 'disabled'] as const).map((value) => ({
    value,
    label: t.userStates[value],
  }));
  return (
    <DataTable
      id="users"
      endpoint={listUsers}
      query={{ organisationId }}
      filters={[
        { kind: 'search', name: 'q', label: t.search },
        { kind: 'choice', name: 'state', label: t.state, options: states },
        ...(kind === undefined
          ? []
          : [{ kind: 'choice' as const, name: 'role', label: t.roles, options: positions.options(kind) }]),
      ]}
      columns={useUserColumns()}
      expand={(row) => <UserActions user={row} />}
      empty={{ title: t.noUsers, action: add }}
    />
  );
}

function useUserColumns(): Column<User>[] {
  const t = useTexts(texts);
  const positions = usePositions();
  function factorOf({ totp, passkeys }: User): string {
    const held = [...(totp ? [t.factors.totp] : []), ...(passkeys > 0 ? [t.factors.passkey(passkeys)] : [])];
    return held.length === 0 ? t.factors.none : held.join('、');
  }
  return [
    {
      key: 'name',
      title: t.name,
      card: 'title',
      text: (row) => row.name,
      render: (row) => <strong>{row.name}</strong>,
    },
    { key: 'login', title: t.login, text: (row) => row.login, render: (row) => row.login },
    {
      key: 'roles',
      title: t.roles,
      text: (row) => positions.names(row.organisation.kind, row.roles),
      render: (row) => (
        <>
          {positions.names(row.organisation.kind, row.roles)}
          {row.waiting === null ? null : (
            <div className="dl-soft">{t.waits(t.kinds[row.waiting.kind], row.waiting.enteredBy.name)}</div>
          )}
          {row.issueBy === null ? null : <div className="dl-soft">{t.mayIssue(row.issueBy.name)}</div>}
        </>
      ),
    },
    { key: 'factor', title: t.factor, text: factorOf, render: factorOf },
    {
      key: 'lastSignedInAt',
      title: t.lastSignedIn,
      text: (row) => row.lastSignedInAt ?? '',
      render: (row) => (row.lastSignedInAt === null ? t.never : <DateText at={row.lastSignedInAt} time />),
    },
    stateColumn(t.state, t.userStates, tone),
  ];
}
