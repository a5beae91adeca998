import { objectToPublicity } from '@daylight/api/publicity-objection.ts';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { EntityForm } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { texts } from './texts.ts';

interface Wording {
  readonly zh: string;
  readonly en: string;
}

interface ObjectButtonProps {
  readonly list: { readonly id: string; readonly reasons: readonly (Wording & { readonly code: string })[] };
  /** Null: the list as a whole. */
  readonly item: { readonly key: string; readonly text: Wording } | null;
  readonly label: string;
  readonly small?: boolean;
}

interface Values {
  readonly reasonCode: string;
  readonly reasons: string;
  readonly evidence?: string[];
}

/** An objection in one dialog: ground, reasons, files; and what stays confidential, said beforehand. */
export function ObjectButton({ list, item, label, small }: ObjectButtonProps): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const object = useDo(objectToPublicity);
  async function submit({ reasonCode, reasons, evidence = [] }: Values) {
    const reply = await object.run({
      params: { publicityId: list.id },
      body: { itemKey: item?.key ?? null, reasonCode, reasons, evidence },
    });
    if (reply === null) return null;
    setOpen(false);
    void message.success(`${t.submitted} · ${reply.number}`);
    return reply;
  }
  return (
    <>
      <Button
        size={small === true ? 'small' : 'middle'}
        type={small === true ? 'link' : 'default'}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      <Modal
        open={open}
        title={item === null ? t.objectWhole : t.objectTo(say(item.text))}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
        mask={{ closable: false }}
      >
        <p className="dl-soft">{t.secret}</p>
        <EntityForm<Values>
          onSubmit={submit}
          pending={object.pending}
          problem={object.problem}
          submit={t.submit}
          onCancel={() => setOpen(false)}
        >
          <Form.Item name="reasonCode" label={t.reason} rules={[{ required: true, message: t.reasonNeeded }]}>
            <Select options={list.reasons.map((each) => ({ value: each.code, label: say(each) }))} />
          </Form.Item>
          <Form.Item
            name="reasons"
            label={t.reasons}
            rules={[{ required: true, min: 10, whitespace: true, message: t.reasonsNeeded }]}
          >
            <Input.TextArea rows={5} maxLength={2000} showCount />
          </Form.Item>
          <Form.Item name="evidence" label={t.evidence}>
            <EvidenceBox label={t.evidence} />
          </Form.Item>
        </EntityForm>
      </Modal>
    </>
  );
}
