import {
  type User,
  addUser,
  changeUser,
  disableUser,
  enableUser,
  endUserSessions,
  issuePassword,
  requestReset,
} from '@daylight/api/account-users.ts';
import { anySensitive } from '@daylight/rules/account/administration.ts';
import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import { App, Button, Checkbox, Drawer, Form, Input, Select, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { EntityForm } from '../../ui/entity-form.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { type Issued, OneTimePassword } from './one-time-password.tsx';
import { usePositions } from './positions.tsx';
import { texts } from './texts.ts';

interface AddProps {
  readonly organisationId: string;
  readonly kind: OrganisationKind;
  readonly onDone: () => void;
}

export function AddUserForm({ organisationId, kind, onDone }: AddProps): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const positions = usePositions();
  const add = useDo(addUser, {
    then: (user) => {
      void message.success(user.waiting === null ? t.added : t.addedWaits);
      onDone();
    },
  });
  const needed = [{ required: true, message: t.needed }];
  return (
    <EntityForm<{ login: string; name: string; roles: string[] }>
      onSubmit={(body) => add.run({ body: { ...body, organisationId } })}
      pending={add.pending}
      problem={add.problem}
      submit={t.addUser}
      draft={`user.new.${organisationId}`}
    >
      <Form.Item name="name" label={t.name} rules={needed}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="login" label={t.login} rules={needed} extra={t.loginHelp}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="roles" label={t.roles} rules={needed} extra={t.rolesHelp}>
        <Select mode="multiple" options={positions.options(kind)} />
      </Form.Item>
    </EntityForm>
  );
}

/** What can be done with one user, where the list unfolds. */
export function UserActions({ user }: { readonly user: User }): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const actor = useActor();
  const [editing, setEditing] = useState(false);
  const enable = useDo(enableUser);
  const end = useDo(endUserSessions, { then: ({ ended }) => void message.success(t.ended(ended)) });
  const params = { accountId: user.id };
  if (user.demo) return <span className="dl-soft">{t.demoFixed}</span>;
  if (actor === null) return null;
  const isSelf = user.id === actor.accountId;
  return (
    <Space wrap>
      <Button onClick={() => setEditing(true)}>{t.edit}</Button>
      {user.state === 'active' ? <Passwords user={user} /> : null}
      {user.sessions > 0 ? (
        <Button loading={end.pending} onClick={() => void end.run({ params })}>
          {t.endSessions}
        </Button>
      ) : null}
      {user.state === 'active' && !isSelf ? <Disable user={user} /> : null}
      {user.state === 'disabled' ? (
        <Button
          loading={enable.pending}
          onClick={() => void enable.run({ params, body: { version: user.version } })}
        >
          {t.enable}
        </Button>
      ) : null}
      <ProblemAlert problem={enable.problem ?? end.problem} />
      <Drawer open={editing} onClose={() => setEditing(false)} title={t.editTitle(user.name)} destroyOnHidden>
        <EditForm user={user} isSelf={isSelf} onDone={() => setEditing(false)} />
      </Drawer>
    </Space>
  );
}

function Disable({ user }: { readonly user: User }): ReactNode {
  const t = useTexts(texts);
  const disable = useDo(disableUser);
  return (
    <ConfirmEffect
      label={t.disable}
      title={t.disableTitle(user.name)}
      effects={t.disableEffects}
      confirm={t.disable}
      button={{ danger: true }}
      run={() => disable.run({ params: { accountId: user.id }, body: { version: user.version } })}
      pending={disable.pending}
      problem={disable.problem}
    />
  );
}

/** A one-time password at once, or where two persons are needed the request for it. */
function Passwords({ user }: { readonly user: User }): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const actor = useActor();
  const [forget, setForget] = useState(false);
  const [issued, setIssued] = useState<Issued | null>(null);
  const issue = useDo(issuePassword, { then: setIssued });
  const ask = useDo(requestReset, { then: () => void message.success(t.asked) });
  const params = { accountId: user.id };
  const alone =
    actor?.organisationId === user.organisation.id && !anySensitive(user.organisation.kind, user.roles);
  const shown = <OneTimePassword issued={issued} onClose={() => setIssued(null)} />;
  if (!alone && user.issueBy?.id !== actor?.accountId) {
    if (user.waiting !== null) return shown;
    return (
      <>
        <ConfirmEffect
          label={t.askReset}
          title={t.askResetTitle(user.name)}
          effects={t.askResetEffects}
          confirm={t.askReset}
          run={() => ask.run({ params })}
          pending={ask.pending}
          problem={ask.problem}
        />
        {shown}
      </>
    );
  }
  return (
    <>
      <ConfirmEffect
        label={t.issue}
        title={t.issueTitle(user.name)}
        effects={t.issueEffects}
        confirm={t.issue}
        button={{ type: 'primary' }}
        run={() => issue.run({ params, body: { forgetFactors: forget } })}
        pending={issue.pending}
        problem={issue.problem}
      >
        <Checkbox checked={forget} onChange={(event) => setForget(event.target.checked)}>
          {t.forget}
        </Checkbox>
      </ConfirmEffect>
      {shown}
    </>
  );
}

interface EditProps {
  readonly user: User;
  readonly isSelf: boolean;
  readonly onDone: () => void;
}

function EditForm({ user, isSelf, onDone }: EditProps): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const positions = usePositions();
  const change = useDo(changeUser, {
    then: (after) => {
      void message.success(after.waiting?.kind === 'roles' ? t.addedWaits : t.changed);
      onDone();
    },
  });
  const needed = [{ required: true, message: t.needed }];
  return (
    <EntityForm<{ name: string; roles: string[] }>
      initial={{ name: user.name, roles: user.roles }}
      onSubmit={(body) =>
        change.run({ params: { accountId: user.id }, body: { ...body, version: user.version } })
      }
      pending={change.pending}
      problem={change.problem}
      submit={t.save}
    >
      <Form.Item name="name" label={t.name} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="roles" label={t.roles} rules={needed} extra={t.rolesHelp}>
        <Select mode="multiple" disabled={isSelf} options={positions.options(user.organisation.kind)} />
      </Form.Item>
    </EntityForm>
  );
}
