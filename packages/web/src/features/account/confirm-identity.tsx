import { confirmIdentity } from '@daylight/api/account.ts';
import type { Problem } from '@daylight/api/wire.ts';
import { Form, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { shell } from '../../i18n/shell.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { own } from './own-texts.ts';

export const CONFIRM_FIRST = 'account.confirmFirst';

/** Opens when a step was refused until the person proves to be there, and then does the step again. */
export function ConfirmIdentity(props: {
  readonly problem: Problem | null;
  readonly again: () => void;
}): ReactNode {
  const t = useTexts(own);
  const s = useTexts(shell);
  const prove = useDo(confirmIdentity);
  const [form] = Form.useForm<{ password: string }>();
  const [closedFor, setClosedFor] = useState<Problem | null>(null);
  const open = props.problem?.code === CONFIRM_FIRST && props.problem !== closedFor;
  const close = (): void => setClosedFor(props.problem);
  async function submit(password: string): Promise<void> {
    if ((await prove.run({ body: { password } })) === null) return;
    close();
    form.resetFields();
    props.again();
  }
  return (
    <Modal
      open={open}
      title={t.confirmTitle}
      okText={t.confirm}
      cancelText={s.cancel}
      confirmLoading={prove.pending}
      onOk={() => form.submit()}
      onCancel={close}
      destroyOnHidden
    >
      <p>{t.confirmHelp}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ password }) => void submit(password)}
      >
        <Form.Item name="password" label={t.current} rules={[{ required: true, message: t.current }]}>
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
      </Form>
      <ProblemAlert problem={prove.problem} />
    </Modal>
  );
}

/** The refusal that ConfirmIdentity answers is not shown as a problem. */
export function shownProblem(...problems: readonly (Problem | null)[]): Problem | null {
  return problems.find((problem) => problem !== null && problem.code !== CONFIRM_FIRST) ?? null;
}
