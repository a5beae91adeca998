import { InboxOutlined } from '@ant-design/icons';
import type { CallOf, Endpoint, ReplyOf } from '@daylight/api/endpoint.ts';
import type { Problem } from '@daylight/api/wire.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Progress } from 'antd';
import { type ReactNode, useId, useRef, useState } from 'react';
import { ProblemError, addressOf, newKey } from '../api.ts';
import { wordOf } from '../ask.ts';
import { parts } from '../i18n/parts.ts';
import { useTexts } from '../i18n/texts.ts';
import { ProblemAlert } from './problem.tsx';
import { sendFile } from './send-file.ts';

export interface UploadBoxProps<E extends Endpoint> {
  readonly endpoint: E;
  readonly params?: CallOf<E>['params'];
  readonly query?: CallOf<E>['query'];
  /** File endings: ['.xlsx']. */
  readonly accept: readonly string[];
  readonly maxMb: number;
  readonly onDone: (reply: ReplyOf<E>, file: File) => void;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
  readonly touches?: readonly string[];
}

/** Sends one file (multipart field 'file') with progress; type and size are checked before anything is sent. */
export function UploadBox<E extends Endpoint>(props: UploadBoxProps<E>): ReactNode {
  const t = useTexts(parts);
  const client = useQueryClient();
  const id = useId();
  const key = useRef<string | null>(null);
  const [percent, setPercent] = useState<number | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [over, setOver] = useState(false);

  async function send(chosen: File): Promise<void> {
    key.current ??= newKey();
    setPercent(0);
    setProblem(null);
    try {
      const { params, query } = props as {
        params?: Record<string, unknown>;
        query?: Record<string, unknown>;
      };
      const address = addressOf(props.endpoint.path, params, query);
      const reply = await sendFile(address, { file: chosen, key: key.current, onProgress: setPercent });
      key.current = null;
      for (const word of new Set([wordOf(props.endpoint), 'home', ...(props.touches ?? [])])) {
        void client.invalidateQueries({ queryKey: [word] });
      }
      props.onDone(reply as ReplyOf<E>, chosen);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.problem.status !== 0) key.current = null;
      setProblem(error.problem);
    } finally {
      setPercent(null);
    }
  }

  function choose(chosen: File | undefined): void {
    if (chosen === undefined || percent !== null) return;
    const fits = props.accept.some((ending) => chosen.name.toLowerCase().endsWith(ending));
    const wrong = !fits
      ? t.uploadWrongType(props.accept.join(' '))
      : chosen.size > props.maxMb * 1_048_576
        ? t.uploadTooLarge(props.maxMb)
        : null;
    setFault(wrong);
    if (wrong !== null) return;
    if (chosen !== file) key.current = null;
    setFile(chosen);
    void send(chosen);
  }

  return (
    <div className="dl-upload" data-over={over}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dropping a file only adds to it */}
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          choose(event.dataTransfer.files[0]);
        }}
      >
        <InboxOutlined aria-hidden />
        <strong>{percent === null ? t.uploadHint : t.uploading(percent)}</strong>
        <span className="dl-soft">{props.hint ?? props.accept.join(' ')}</span>
        {file === null ? null : (
          <span className="dl-soft">
            {t.uploadChosen}: {file.name}
          </span>
        )}
      </label>
      <input
        id={id}
        type="file"
        accept={props.accept.join(',')}
        disabled={props.disabled || percent !== null}
        onChange={(event) => {
          choose(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {percent === null ? null : (
        <Progress percent={percent} status="active" aria-label={t.uploading(percent)} />
      )}
      {fault === null ? null : (
        <p role="alert" className="dl-danger">
          {fault}
        </p>
      )}
      <ProblemAlert problem={problem} {...(file === null ? {} : { onRetry: () => void send(file) })} />
    </div>
  );
}
