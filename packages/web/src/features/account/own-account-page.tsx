import { changePassword, endOtherSessions, endSession, readOwnAccount } from '@daylight/api/account-own.ts';
import { Alert, App, Button, Form, Input, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useReadSessionAgain } from '../../session.ts';
import { PageHead, Section } from '../../ui/details.tsx';
import { EntityForm } from '../../ui/entity-form.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { type OwnAccount, PasskeyPart, TotpPart } from './factor-sections.tsx';
import { own } from './own-texts.ts';
import './own-account.css';

/** Password, second factor and sessions of the person signed in; also where a duty of sign-in is done. */
export function OwnAccountPage(): ReactNode {
  const t = useTexts(own);
  const { data, error, refetch } = useAsk(readOwnAccount);
  const renew = useReadSessionAgain();
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active title={false} paragraph={{ rows: 8 }} />;
  const changed = (): void => void renew();
  const password = <PasswordSection key="password" account={data} onChange={changed} />;
  const factors = (
    <Section key="factors" title={t.factors}>
      <TotpPart account={data} onChange={changed} />
      <PasskeyPart account={data} onChange={changed} />
    </Section>
  );
  return (
    <div className="dl-own">
      <PageHead title={t.title} note={`${data.name} · ${data.login}`} />
      {data.duty === null ? null : (
        <Alert
          type="warning"
          showIcon
          title={data.duty === 'changePassword' ? t.dutyPassword : t.dutyFactor}
        />
      )}
      {data.demo ? <Alert type="info" showIcon title={t.demo} /> : null}
      {data.duty === 'enrolFactor' ? [factors, password] : [password, factors]}
      <SessionSection account={data} />
    </div>
  );
}

interface NewPassword {
  readonly current: string;
  readonly password: string;
  readonly again: string;
}

function PasswordSection(props: { readonly account: OwnAccount; readonly onChange: () => void }): ReactNode {
  const t = useTexts(own);
  const { account, onChange } = props;
  const { message } = App.useApp();
  const change = useDo(changePassword);
  const [form] = Form.useForm<NewPassword>();
  async function submit({ current, password }: NewPassword): Promise<unknown> {
    const reply = await change.run({ body: { current, password } });
    if (reply !== null) {
      form.resetFields();
      void message.success(t.changed);
      onChange();
    }
    return reply;
  }
  const note =
    account.passwordChangedAt === null ? null : (
      <small>
        {t.passwordChanged('')}
        <DateText at={account.passwordChangedAt} />
      </small>
    );
  return (
    <Section title={t.password} extra={note}>
      <EntityForm<NewPassword>
        form={form}
        submit={t.change}
        pending={change.pending}
        problem={change.problem}
        onSubmit={submit}
        className="dl-password"
      >
        <Form.Item name="current" label={t.current} rules={[{ required: true, message: t.current }]}>
          <Input.Password autoComplete="current-password" maxLength={200} disabled={account.demo} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t.next}
          extra={t.length(account.passwordLengthMin)}
          rules={[
            { required: true, min: account.passwordLengthMin, message: t.length(account.passwordLengthMin) },
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} disabled={account.demo} />
        </Form.Item>
        <Form.Item
          name="again"
          label={t.again}
          dependencies={['password']}
          rules={[
            { required: true, message: t.again },
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                value === getFieldValue('password')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t.differs)),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} disabled={account.demo} />
        </Form.Item>
      </EntityForm>
    </Section>
  );
}

function SessionSection({ account }: { readonly account: OwnAccount }): ReactNode {
  const t = useTexts(own);
  const end = useDo(endSession);
  const endOthers = useDo(endOtherSessions);
  type Row = OwnAccount['sessions'][number];
  const columns: readonly Column<Row>[] = [
    {
      key: 'agent',
      title: t.device,
      card: 'title',
      render: (row) => (
        <>
          {row.agent ?? '—'} {row.current ? <StateTag tone="good">{t.thisOne}</StateTag> : null}
        </>
      ),
    },
    { key: 'address', title: t.address, render: (row) => row.address ?? '—' },
    { key: 'since', title: t.since, nowrap: true, render: (row) => <DateText at={row.createdAt} time /> },
    { key: 'seen', title: t.seen, nowrap: true, render: (row) => <DateText at={row.lastSeenAt} time /> },
    {
      key: 'end',
      title: t.end,
      render: (row) =>
        row.current ? null : (
          <Button
            size="small"
            loading={end.pending}
            onClick={() => void end.run({ params: { sessionId: row.id } })}
          >
            {t.end}
          </Button>
        ),
    },
  ];
  const extra = (
    <Button
      size="small"
      disabled={account.sessions.length < 2}
      loading={endOthers.pending}
      onClick={() => void endOthers.run()}
    >
      {t.endOthers}
    </Button>
  );
  return (
    <Section title={t.sessions} extra={extra}>
      <ProblemAlert problem={end.problem ?? endOthers.problem} />
      <TableView
        inside
        columns={columns}
        rows={account.sessions}
        rowKey={(row) => row.id}
        label={t.sessions}
      />
    </Section>
  );
}
