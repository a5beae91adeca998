import type { Problem } from '@daylight/api/wire.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { Button, type ButtonProps, Form, Input, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { parts } from '../i18n/parts.ts';
import { shell } from '../i18n/shell.ts';
import { useTexts } from '../i18n/texts.ts';
import { EvidenceBox } from './evidence-box.tsx';
import { ProblemAlert } from './problem.tsx';
import { Article } from './why.tsx';

export interface Given {
  readonly reasonCode: string;
  readonly reason: string;
  /** Ids of the files that were added, where they are asked for. */
  readonly evidenceIds: string[];
}

export interface ConfirmEffectProps {
  /** The words on the button that opens it. */
  readonly label: string;
  readonly title: string;
  /** What it causes, who acts next, until when: one line each. */
  readonly effects: readonly ReactNode[];
  readonly confirm: string;
  /** Resolves to null when refused: the dialog then stays open and shows `problem`. */
  readonly run: (given: Given) => Promise<unknown>;
  readonly pending: boolean;
  readonly problem: Problem | null;
  readonly irreversible?: boolean;
  readonly basis?: Basis | null;
  /** Asks for a reason: coded, free, or both. */
  readonly reasons?: readonly { readonly value: string; readonly label: string }[];
  readonly askReason?: 'needed' | 'optional';
  readonly button?: Pick<ButtonProps, 'type' | 'danger' | 'icon' | 'size' | 'disabled' | 'block'>;
  /** Asks for files, by this label of their box. */
  readonly askFiles?: string;
  /** More inputs between effects and reason. */
  readonly children?: ReactNode;
}

type Written = Partial<Pick<Given, 'reasonCode' | 'reason'>>;

/** A button whose step shows its effect first. */
export function ConfirmEffect(props: ConfirmEffectProps): ReactNode {
  const t = useTexts(parts);
  const s = useTexts(shell);
  const [open, setOpen] = useState(false);
  const [evidenceIds, setEvidenceIds] = useState<string[]>([]);
  const [form] = Form.useForm<Written>();
  async function done(given: Written): Promise<void> {
    const reply = await props.run({
      reasonCode: given.reasonCode ?? '',
      reason: (given.reason ?? '').trim(),
      evidenceIds,
    });
    if (reply === null) return;
    setOpen(false);
    setEvidenceIds([]);
    form.resetFields();
  }
  return (
    <>
      <Button {...props.button} onClick={() => setOpen(true)}>
        {props.label}
      </Button>
      <Modal
        open={open}
        title={props.title}
        onCancel={() => setOpen(false)}
        okText={props.confirm}
        cancelText={s.cancel}
        okButtonProps={{ danger: props.irreversible ?? false }}
        confirmLoading={props.pending}
        onOk={() => form.submit()}
        destroyOnHidden
        mask={{ closable: false }}
      >
        <p className="dl-soft">{t.effectTitle}</p>
        <ul className="dl-effects">
          {props.effects.map((effect, n) => (
            // oxlint-disable-next-line react/no-array-index-key -- fixed while open
            <li key={n}>{effect}</li>
          ))}
        </ul>
        {props.irreversible || props.basis ? (
          <p>
            {props.irreversible ? <strong className="dl-danger">{t.irreversible}</strong> : null}
            {props.basis ? <Article basis={props.basis} /> : null}
          </p>
        ) : null}
        <Form<Written> form={form} layout="vertical" onFinish={(given) => void done(given)} preserve={false}>
          {props.children}
          {props.askFiles === undefined ? null : (
            <EvidenceBox value={evidenceIds} onChange={setEvidenceIds} label={props.askFiles} />
          )}
          {props.reasons === undefined ? null : (
            <Form.Item
              name="reasonCode"
              label={t.reason}
              rules={[{ required: true, message: t.reasonNeeded }]}
            >
              <Select options={[...props.reasons]} />
            </Form.Item>
          )}
          {props.askReason === undefined ? null : (
            <Form.Item
              name="reason"
              label={props.reasons === undefined ? t.reason : t.reasonInWords}
              rules={[{ required: props.askReason === 'needed', message: t.reasonNeeded, whitespace: true }]}
            >
              <Input.TextArea rows={3} maxLength={500} />
            </Form.Item>
          )}
        </Form>
        <ProblemAlert problem={props.problem} onRetry={() => form.submit()} />
      </Modal>
    </>
  );
}
