import { CloseOutlined, FileOutlined, InboxOutlined } from '@ant-design/icons';
import {
  type EvidenceFile,
  downloadEvidence,
  downloadPublicEvidence,
  dropEvidence,
  readEvidenceLimits,
} from '@daylight/api/evidence.ts';
import type { Problem } from '@daylight/api/wire.ts';
import { Button, Progress } from 'antd';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { ProblemError, addressOf, call } from '../api.ts';
import { useAsk } from '../ask.ts';
import { useSay } from '../i18n/language.ts';
import { evidenceTexts } from '../i18n/evidence.ts';
import { useTexts } from '../i18n/texts.ts';
import { sizeText } from './format.ts';
import { ProblemAlert } from './problem.tsx';
import { type Stage, sendEvidence } from './send-evidence.ts';
import './css/evidence.css';

export interface EvidenceBoxProps {
  /** Ids of files that are whole and checked. A child of Form.Item gets both from it. */
  readonly value?: readonly string[];
  readonly onChange?: (ids: string[]) => void;
  readonly label?: string;
  /** Fewer than the pack allows. */
  readonly max?: number;
  /** Names of files that stand in `value` from the beginning. */
  readonly known?: readonly EvidenceFile[];
  readonly id?: string;
}

interface Item {
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  readonly stage: Stage | 'ready' | 'refused';
  readonly percent: number;
  readonly id: string | null;
  readonly problem: Problem | null;
}

/** Files as evidence: limits told first, several at once, progress, and a lost connection only pauses. */
export function EvidenceBox({
  value = [],
  onChange,
  label,
  max,
  known = [],
  id,
}: EvidenceBoxProps): ReactNode {
  const t = useTexts(evidenceTexts);
  const inputId = useId();
  const { data: limits } = useAsk(readEvidenceLimits, {}, { staleMs: 600_000 });
  const [fault, setFault] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const { items, add, remove } = useItems(value, onChange);
  const most = Math.min(max ?? Infinity, limits?.filesMax ?? Infinity);
  const before = value.filter((one) => items.every((item) => item.id !== one));
  const isFull = items.length + before.length >= most;

  function choose(files: readonly File[]): void {
    if (limits === undefined) return;
    const room = most - items.length - before.length;
    const tooLarge = files.find((file) => file.size > limits.bytesMax);
    const empty = files.find((file) => file.size === 0);
    setFault(
      tooLarge !== undefined
        ? t.tooLarge(tooLarge.name, sizeText(limits.bytesMax))
        : empty !== undefined
          ? t.empty(empty.name)
          : files.length > room
            ? t.tooMany(most)
            : null,
    );
    const fits = files.filter((file) => file.size > 0 && file.size <= limits.bytesMax);
    for (const file of fits.slice(0, room)) add(file);
  }

  return (
    <div className="dl-upload dl-evidence" data-over={over}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dropping a file only adds to it */}
      <label
        htmlFor={id ?? inputId}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          choose([...event.dataTransfer.files]);
        }}
      >
        <InboxOutlined aria-hidden />
        <strong>{label ?? t.choose}</strong>
        <Limits most={most} />
      </label>
      <input
        id={id ?? inputId}
        type="file"
        multiple
        disabled={isFull || limits === undefined}
        {...(limits === undefined ? {} : { accept: limits.types.flatMap((type) => type.accept).join(',') })}
        onChange={(event) => {
          choose([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      {fault === null ? null : (
        <p role="alert" className="dl-danger">
          {fault}
        </p>
      )}
      <ul className="dl-evidence-items" aria-live="polite">
        {before.map((one) => (
          <Line
            key={one}
            name={known.find((file) => file.id === one)?.fileName ?? t.file}
            onRemove={() => onChange?.(value.filter((each) => each !== one))}
          />
        ))}
        {items.map((item) => (
          <Arriving key={item.key} item={item} onRemove={() => remove(item.key)} />
        ))}
      </ul>
    </div>
  );
}

function Limits({ most }: { readonly most: number }): ReactNode {
  const t = useTexts(evidenceTexts);
  const say = useSay();
  const { data: limits } = useAsk(readEvidenceLimits, {}, { staleMs: 600_000 });
  if (limits === undefined) return <span className="dl-soft">{t.asking}</span>;
  return (
    <span className="dl-soft">
      {t.limits(limits.types.map(say).join(t.comma), sizeText(limits.bytesMax), most)}
      <br />
      {t.kept(say(limits.looseDays))}
    </span>
  );
}

/** The files under way and what became of them. The ids of those that are ready are told to the form. */
function useItems(value: readonly string[], onChange: EvidenceBoxProps['onChange']) {
  const [items, setItems] = useState<readonly Item[]>([]);
  const aborts = useRef(new Map<string, AbortController>());
  // A file may be ready long after the form was last drawn: what it tells must be of now.
  const latest = useRef({ value, onChange });
  useEffect(() => {
    latest.current = { value, onChange };
  }, [value, onChange]);
  useEffect(() => {
    const running = aborts.current;
    return () => {
      for (const abort of running.values()) abort.abort();
    };
  }, []);
  function put(key: string, change: Partial<Item>): void {
    setItems((all) => all.map((item) => (item.key === key ? { ...item, ...change } : item)));
  }
  function tell(ids: string[]): void {
    latest.current = { ...latest.current, value: ids };
    latest.current.onChange?.(ids);
  }
  async function send(key: string, file: File): Promise<void> {
    const abort = new AbortController();
    aborts.current.set(key, abort);
    const onStage = (stage: Stage, percent: number): void => put(key, { stage, percent });
    try {
      const { id } = await sendEvidence(file, { signal: abort.signal, onStage });
      put(key, { stage: 'ready', percent: 100, id });
      tell([...latest.current.value.filter((each) => each !== id), id]);
    } catch (fault) {
      if (abort.signal.aborted) return;
      if (!(fault instanceof ProblemError)) throw fault;
      put(key, { stage: 'refused', problem: fault.problem });
    } finally {
      aborts.current.delete(key);
    }
  }
  return {
    items,
    add: (file: File): void => {
      const key = crypto.randomUUID();
      const { name, size: bytes } = file;
      const item: Item = { key, name, bytes, stage: 'sending', percent: 0, id: null, problem: null };
      setItems((all) => [...all, item]);
      void send(key, file);
    },
    remove: (key: string): void => {
      const item = items.find((each) => each.key === key);
      aborts.current.get(key)?.abort();
      setItems((all) => all.filter((each) => each.key !== key));
      if (item?.id === null || item === undefined) return;
      const { id } = item;
      tell(latest.current.value.filter((each) => each !== id));
      // It would be swept away later anyway; a failure here changes nothing for the person.
      void call(dropEvidence, { params: { evidenceId: id } }).catch(() => undefined);
    },
  };
}

function Line(props: {
  readonly name: string;
  readonly note?: ReactNode;
  readonly children?: ReactNode;
  readonly onRemove: () => void;
}): ReactNode {
  const t = useTexts(evidenceTexts);
  return (
    <li>
      <span className="dl-evidence-line">
        <FileOutlined aria-hidden /> <span className="dl-evidence-name">{props.name}</span>
        <span className="dl-soft">{props.note}</span>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          aria-label={t.remove(props.name)}
          onClick={props.onRemove}
        />
      </span>
      {props.children}
    </li>
  );
}

function Arriving({ item, onRemove }: { readonly item: Item; readonly onRemove: () => void }): ReactNode {
  const t = useTexts(evidenceTexts);
  const { name, bytes, stage, percent, problem } = item;
  const isMoving = stage === 'sending' || stage === 'paused';
  return (
    <Line name={name} note={`${sizeText(bytes)} · ${t.stages[stage]}`} onRemove={onRemove}>
      {isMoving ? (
        <Progress
          percent={percent}
          size="small"
          status={stage === 'paused' ? 'normal' : 'active'}
          aria-label={`${name} ${t.stages[stage]}`}
        />
      ) : null}
      <ProblemAlert problem={problem} />
    </Line>
  );
}

/** Files that were handed in, to be downloaded; `jurisdiction` where they are open to anyone. */
export function EvidenceList({
  files,
  jurisdiction,
}: {
  readonly files: readonly EvidenceFile[];
  readonly jurisdiction?: string;
}): ReactNode {
  const t = useTexts(evidenceTexts);
  if (files.length === 0) return <span className="dl-soft">{t.none}</span>;
  return (
    <ul className="dl-evidence-items">
      {files.map((file) => {
        const params = { evidenceId: file.id };
        const address =
          jurisdiction === undefined
            ? addressOf(downloadEvidence.path, params)
            : addressOf(downloadPublicEvidence.path, params, { jurisdiction });
        return (
          <li key={file.id}>
            <span className="dl-evidence-line">
              <FileOutlined aria-hidden />{' '}
              <a
                className="dl-evidence-name"
                href={address}
                download={file.fileName}
                title={`SHA-256 ${file.hash}`}
              >
                {file.fileName}
              </a>
              <span className="dl-soft">{sizeText(file.bytes)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
