import {
  type SignedIn,
  listDemoAccounts,
  passkeyOptions,
  signIn,
  signInWithCode,
  signInWithPasskey,
} from '@daylight/api/account.ts';
import { LockOutlined, UserOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input } from 'antd';
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { pages } from '../../features.ts';
import { useSay } from '../../i18n/language.ts';
import { shell } from '../../i18n/shell.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo, usePath, useSearch } from '../../navigate.tsx';
import { useRenewSession, useSessionState } from '../../session.ts';
import { LanguageButton } from '../../ui/header-parts.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { DemoAccounts } from './demo-accounts.tsx';
import { safeNext } from './safe-next.ts';
import { account } from './texts.ts';
import './sign-in.css';

export function SignInPage(): ReactNode {
  const t = useTexts(account);
  const s = useTexts(shell);
  const say = useSay();
  const [search] = useSearch();
  const go = useGo();
  const path = usePath();
  const renew = useRenewSession();
  const { session } = useSessionState();
  const { data: demo } = useAsk(listDemoAccounts, {}, { staleMs: 600_000 });
  const [step, setStep] = useState<SignedIn | null>(null);
  const first = useDo(signIn);
  const next = safeNext(search.next);
  useEffect(() => {
    if (session && path === '/sign-in') go(next, { replace: true });
    // oxlint-disable-next-line react/exhaustive-deps -- when somebody is signed in, once
  }, [session]);

  async function enter(reply: SignedIn | null): Promise<void> {
    if (reply === null) return;
    if (reply.state === 'factorNeeded') setStep(reply);
    else await renew();
  }
  const open = pages.filter((page) => page.permission === 'public' && page.menu !== undefined);
  return (
    <div className="dl-sign-in">
      <header>
        <span className="dl-brand">
          <img src="/favicon.svg" alt="" width={30} height={30} />
          <strong>{s.product}</strong>
          <span>{s.tagline}</span>
        </span>
        <span className="dl-spring" />
        <LanguageButton />
      </header>
      <main id="main">
        <section className="dl-sign-in-box">
          <h1>{step === null ? t.signIn : t.secondStep}</h1>
          {search.next === undefined ? null : <Alert type="info" showIcon title={t.ended} />}
          {step === null ? (
            <PasswordForm
              pending={first.pending}
              onSubmit={async (values) => enter(await first.run({ body: values }))}
            >
              <ProblemAlert problem={first.problem} />
            </PasswordForm>
          ) : (
            <FactorForm
              step={step}
              onDone={(reply) => void enter(reply)}
              onBack={() => {
                setStep(null);
                first.reset();
              }}
            />
          )}
          <p className="dl-soft">{t.forWhom}</p>
          {open.length === 0 ? null : (
            <nav aria-label={t.publicPages} className="dl-sign-in-open">
              <span className="dl-soft">{t.publicPages}</span>
              {open.map((page) => (
                <Go key={page.path} to={page.path}>
                  {say(page.menu?.title ?? page.title)}
                </Go>
              ))}
            </nav>
          )}
        </section>
        {demo === undefined || demo.accounts.length === 0 ? null : (
          <DemoAccounts
            accounts={demo.accounts}
            password={demo.password}
            busy={first.pending}
            onChoose={async (login) =>
              enter(await first.run({ body: { login, password: demo.password ?? '' } }))
            }
          />
        )}
      </main>
    </div>
  );
}

interface Credentials {
  readonly login: string;
  readonly password: string;
}

function PasswordForm(props: {
  readonly pending: boolean;
  readonly onSubmit: (values: Credentials) => Promise<void>;
  readonly children: ReactNode;
}): ReactNode {
  const t = useTexts(account);
  const [caps, setCaps] = useState(false);
  const look = (event: KeyboardEvent): void => setCaps(event.getModifierState?.('CapsLock') ?? false);
  return (
    <Form<Credentials>
      layout="vertical"
      requiredMark={false}
      onFinish={(values) => void props.onSubmit(values)}
    >
      {props.children}
      <Form.Item name="login" label={t.login} rules={[{ required: true, message: t.loginNeeded }]}>
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the page is for this */}
        <Input prefix={<UserOutlined />} autoComplete="username" autoFocus size="large" maxLength={100} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t.password}
        rules={[{ required: true, message: t.passwordNeeded }]}
        extra={caps ? t.capsLock : t.forgotten}
      >
        <Input.Password
          prefix={<LockOutlined />}
          autoComplete="current-password"
          size="large"
          maxLength={200}
          onKeyUp={look}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" block size="large" loading={props.pending}>
        {t.signIn}
      </Button>
    </Form>
  );
}

function FactorForm(props: {
  readonly step: SignedIn;
  readonly onDone: (reply: SignedIn | null) => void;
  readonly onBack: () => void;
}): ReactNode {
  const t = useTexts(account);
  const { step, onDone, onBack } = props;
  const code = useDo(signInWithCode);
  const challenge = useDo(passkeyOptions);
  const passkey = useDo(signInWithPasskey);
  const [cancelled, setCancelled] = useState(false);
  const ticket = step.ticket ?? '';
  async function withPasskey(): Promise<void> {
    setCancelled(false);
    const asked = await challenge.run({ body: { ticket } });
    if (asked === null) return;
    const { startAuthentication } = await import('@simplewebauthn/browser');
    try {
      const response = await startAuthentication({ optionsJSON: asked.options as never });
      onDone(await passkey.run({ body: { ticket, response: { ...response } } }));
    } catch {
      // The browser tells neither a cancelled prompt from a missing key, nor should it.
      setCancelled(true);
    }
  }
  return (
    <>
      <ProblemAlert problem={code.problem ?? challenge.problem ?? passkey.problem} />
      {cancelled ? <Alert type="warning" showIcon title={t.passkeyCancelled} /> : null}
      {step.factors.includes('totp') ? (
        <Form<{ code: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={async (values) => onDone(await code.run({ body: { ticket, code: values.code } }))}
        >
          <Form.Item
            name="code"
            label={t.code}
            extra={t.codeHelp}
            rules={[{ required: true, pattern: /^\d{6}$/, message: t.codeNeeded }]}
          >
            {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the step is for this */}
            <Input inputMode="numeric" autoComplete="one-time-code" autoFocus maxLength={6} size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block size="large" loading={code.pending}>
            {t.verify}
          </Button>
        </Form>
      ) : null}
      {step.factors.includes('passkey') ? (
        <Button
          block
          size="large"
          loading={challenge.pending || passkey.pending}
          onClick={() => void withPasskey()}
        >
          {t.usePasskey}
        </Button>
      ) : null}
      <Button type="link" onClick={onBack}>
        {t.startAgain}
      </Button>
    </>
  );
}
