import { CheckCircleOutlined, FileProtectOutlined } from '@ant-design/icons';
import type { KeyPair } from '@daylight/seal/keys.ts';
import { Alert, Button, Input, Space } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useSession } from '../../session.ts';
import { handOver } from '../../ui/csv.ts';
import { type KeyFor, newKeyFile, openKeyFile } from './key-file.ts';
import './bidding.css';
import { texts } from './texts.ts';

const passphraseMin = 8;

/** Makes a key file and hands it to its owner; `onMade` gets the public part alone. */
export function NewKey({
  of,
  label,
  onMade,
}: {
  readonly of: KeyFor;
  readonly label: string;
  readonly onMade: (recipient: string) => unknown;
}): ReactNode {
  const t = useTexts(texts);
  const id = useId();
  const [passphrase, setPassphrase] = useState('');
  const [making, setMaking] = useState(false);
  const [saved, setSaved] = useState(false);
  const make = async (): Promise<void> => {
    setMaking(true);
    const made = await newKeyFile(of, passphrase);
    handOver(made.file, made.name);
    setPassphrase('');
    setMaking(false);
    setSaved(true);
    await onMade(made.recipient);
  };
  return (
    <div className="dl-bid-key">
      <label htmlFor={id}>{t.passphrase}</label>
      <Space wrap>
        <Input.Password
          id={id}
          value={passphrase}
          autoComplete="new-password"
          placeholder={t.passphraseRule}
          onChange={(event) => setPassphrase(event.target.value)}
        />
        <Button
          icon={<FileProtectOutlined />}
          loading={making}
          disabled={passphrase.length < passphraseMin}
          onClick={() => void make()}
        >
          {making ? t.keyMaking : label}
        </Button>
      </Space>
      {saved ? <Alert type="success" showIcon title={t.keySaved} /> : null}
    </div>
  );
}

/** In the demo keys lie where whoever looks finds them: the folder of the round, the file of the one who is signed in. */
function DemoKey({ kind, round }: Pick<KeyFor, 'kind' | 'round'>): ReactNode {
  const t = useTexts(texts);
  const session = useSession();
  if (session?.demo !== true) return null;
  const file = `demo-keys/${round}/${kind}-${session.login}.json`;
  return <Alert type="info" showIcon title={t.demoKey(file)} />;
}

/** Asks for a key file with its passphrase and opens it here; the private key does not leave this page. */
export function KeyChoice({
  label,
  made,
  onKey,
}: {
  readonly label: string;
  /** For a key that was made before: where the demo keeps it. */
  readonly made?: Pick<KeyFor, 'kind' | 'round'>;
  readonly onKey: (key: KeyPair) => Promise<unknown> | unknown;
}): ReactNode {
  const t = useTexts(texts);
  const fileId = useId();
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<'file' | 'passphrase' | null>(null);
  const open = async (): Promise<void> => {
    if (file === null) return;
    setBusy(true);
    const key = await openKeyFile(file, passphrase);
    setFault(typeof key === 'string' ? key : null);
    if (typeof key !== 'string') {
      setPassphrase('');
      await onKey(key);
    }
    setBusy(false);
  };
  return (
    <div className="dl-bid-key">
      {made === undefined ? null : <DemoKey {...made} />}
      <label htmlFor={fileId}>{t.chooseKey}</label>
      <input
        id={fileId}
        type="file"
        accept=".json,application/json"
        onChange={(event) => {
          setFile(event.target.files?.[0] ?? null);
          setFault(null);
        }}
      />
      <label htmlFor={id}>{t.passphrase}</label>
      <Space wrap>
        <Input.Password
          id={id}
          value={passphrase}
          autoComplete="off"
          onChange={(event) => setPassphrase(event.target.value)}
          onPressEnter={() => void open()}
        />
        <Button
          type="primary"
          icon={<CheckCircleOutlined />}
          loading={busy}
          disabled={file === null || passphrase === ''}
          onClick={() => void open()}
        >
          {label}
        </Button>
      </Space>
      {fault === null ? null : (
        <Alert type="error" showIcon title={fault === 'file' ? t.keyFileWrong : t.passphraseWrong} />
      )}
    </div>
  );
}
