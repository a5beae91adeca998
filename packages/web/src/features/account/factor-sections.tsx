import {
  beginPasskey,
  beginTotp,
  confirmPasskey,
  confirmTotp,
  removePasskey,
  removeTotp,
} from '@daylight/api/account-own.ts';
import type { readOwnAccount } from '@daylight/api/account-own.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { Alert, Button, Form, Input } from 'antd';
import { QRCodeSVG } from 'qrcode.react';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { ConfirmIdentity, shownProblem } from './confirm-identity.tsx';
import { own } from './own-texts.ts';

export type OwnAccount = ReplyOf<typeof readOwnAccount>;
interface PartProps {
  readonly account: OwnAccount;
  /** A factor was added or removed: duties may have changed. */
  readonly onChange: () => void;
}

export function TotpPart({ account, onChange }: PartProps): ReactNode {
  const t = useTexts(own);
  const [begun, setBegun] = useState<ReplyOf<typeof beginTotp> | null>(null);
  const begin = useDo(beginTotp, { then: setBegun });
  const finish = useDo(confirmTotp);
  const remove = useDo(removeTotp, { then: onChange });
  async function done(code: string): Promise<void> {
    if (begun === null || (await finish.run({ body: { ticket: begun.ticket, code } })) === null) return;
    setBegun(null);
    onChange();
  }
  return (
    <div className="dl-factor">
      <h3>
        {t.totp}{' '}
        <StateTag tone={account.totp ? 'good' : 'plain'}>{account.totp ? t.totpOn : t.totpOff}</StateTag>
      </h3>
      <ProblemAlert problem={shownProblem(begin.problem, finish.problem)} />
      <ConfirmIdentity problem={begin.problem} again={() => void begin.run()} />
      {begun === null ? (
        account.totp ? (
          <>
            <ConfirmEffect
              label={t.remove}
              title={`${t.remove}: ${t.totp}`}
              effects={[t.removeEffect]}
              confirm={t.remove}
              run={() => remove.run()}
              pending={remove.pending}
              problem={shownProblem(remove.problem)}
              button={{ disabled: account.demo }}
            />
            <ConfirmIdentity problem={remove.problem} again={() => void remove.run()} />
          </>
        ) : (
          <Button
            type="primary"
            disabled={account.demo}
            loading={begin.pending}
            onClick={() => void begin.run()}
          >
            {t.bind}
          </Button>
        )
      ) : (
        <div className="dl-totp">
          <QRCodeSVG value={begun.uri} size={168} marginSize={3} title={t.totp} />
          <div>
            <p>{t.scan}</p>
            <p className="dl-soft">
              {t.cannotScan}: <code>{begun.secret}</code>
            </p>
            <Form<{ code: string }>
              layout="inline"
              requiredMark={false}
              onFinish={({ code }) => void done(code)}
            >
              <Form.Item
                name="code"
                label={t.code}
                rules={[{ required: true, pattern: /^\d{6}$/, message: t.code }]}
              >
                <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
              </Form.Item>
              <Button type="primary" htmlType="submit" loading={finish.pending}>
                {t.finish}
              </Button>
            </Form>
          </div>
        </div>
      )}
    </div>
  );
}

export function PasskeyPart({ account, onChange }: PartProps): ReactNode {
  const t = useTexts(own);
  const [name, setName] = useState('');
  const [cancelled, setCancelled] = useState(false);
  const begin = useDo(beginPasskey);
  const finish = useDo(confirmPasskey);
  async function add(): Promise<void> {
    setCancelled(false);
    const asked = await begin.run();
    if (asked === null) return;
    const { startRegistration } = await import('@simplewebauthn/browser');
    try {
      const response = await startRegistration({ optionsJSON: asked.options as never });
      const done = await finish.run({
        body: { ticket: asked.ticket, name: name.trim(), response: { ...response } },
      });
      if (done === null) return;
      setName('');
      onChange();
    } catch {
      setCancelled(true);
    }
  }
  return (
    <div className="dl-factor">
      <h3>{t.passkeys}</h3>
      {account.passkeys.length === 0 ? <p className="dl-soft">{t.noPasskeys}</p> : null}
      <ul>
        {account.passkeys.map((passkey) => (
          <PasskeyLine key={passkey.id} passkey={passkey} onChange={onChange} />
        ))}
      </ul>
      <ProblemAlert problem={shownProblem(begin.problem, finish.problem)} />
      {cancelled ? <Alert type="warning" showIcon title={t.cancelled} /> : null}
      <ConfirmIdentity problem={begin.problem} again={() => void add()} />
      <div className="dl-passkey-add">
        <Input
          value={name}
          maxLength={60}
          placeholder={t.passkeyName}
          aria-label={t.passkeyName}
          disabled={account.demo}
          onChange={(event) => setName(event.target.value)}
        />
        <Button
          disabled={account.demo || name.trim() === ''}
          loading={begin.pending || finish.pending}
          onClick={() => void add()}
        >
          {t.addPasskey}
        </Button>
      </div>
    </div>
  );
}

function PasskeyLine(props: {
  readonly passkey: OwnAccount['passkeys'][number];
  readonly onChange: () => void;
}): ReactNode {
  const t = useTexts(own);
  const { passkey, onChange } = props;
  const remove = useDo(removePasskey, { then: onChange });
  const run = () => remove.run({ params: { passkeyId: passkey.id } });
  return (
    <li>
      <strong>{passkey.name}</strong>
      <span className="dl-soft">
        {t.lastUsed} <DateText at={passkey.lastUsedAt ?? passkey.createdAt} />
      </span>
      <ConfirmEffect
        label={t.remove}
        title={`${t.remove}: ${passkey.name}`}
        effects={[t.removeEffect]}
        confirm={t.remove}
        run={run}
        pending={remove.pending}
        problem={shownProblem(remove.problem)}
        button={{ size: 'small' }}
      />
      <ConfirmIdentity problem={remove.problem} again={() => void run()} />
    </li>
  );
}
