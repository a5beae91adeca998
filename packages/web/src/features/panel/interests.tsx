import type { interest } from '@daylight/api/panel-expert.ts';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Problem } from '@daylight/api/wire.ts';
import type { z } from 'zod';
import { useTexts } from '../../i18n/texts.ts';
import { EntityForm } from '../../ui/entity-form.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { OrganisationChoice } from './organisation-choice.tsx';
import { texts } from './texts.ts';

export type Interest = z.output<typeof interest>;

export interface InterestValues {
  readonly kind: Interest['kind'];
  readonly withId: string;
  readonly note?: string;
}

interface TableProps {
  readonly interests: readonly Interest[];
  readonly action?: (row: Interest) => ReactNode;
}

export function InterestTable({ interests, action }: TableProps): ReactNode {
  const t = useTexts(texts);
  return (
    <TableView<Interest>
      inside
      rows={interests}
      rowKey={(row) => row.id}
      empty={<span className="dl-soft">{t.noInterests}</span>}
      columns={[
        {
          key: 'with',
          title: t.with,
          card: 'title',
          text: (row) => row.with.name,
          render: (row) => row.with.name,
        },
        { key: 'kind', title: t.kind, text: (row) => t.kinds[row.kind], render: (row) => t.kinds[row.kind] },
        { key: 'note', title: t.remark, text: (row) => row.note, render: (row) => row.note },
        {
          key: 'declaredAt',
          title: t.declaredAt,
          text: (row) => row.declaredAt,
          render: (row) => <DateText at={row.declaredAt} />,
        },
        {
          key: 'ended',
          title: t.state,
          card: 'state',
          text: (row) => (row.endedAt === null ? t.declared : t.ended),
          render: (row) => (row.endedAt === null ? (action?.(row) ?? t.declared) : t.ended),
        },
      ]}
    />
  );
}

interface DeclareProps {
  readonly run: (values: Required<InterestValues>) => Promise<unknown>;
  readonly pending: boolean;
  readonly problem: Problem | null;
}

/** One dialog for the expert and for the officer. */
export function DeclareButton({ run, pending, problem }: DeclareProps): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  async function submit({ kind, withId, note = '' }: InterestValues) {
    const reply = await run({ kind, withId, note });
    if (reply === null) return null;
    setOpen(false);
    void message.success(t.declared);
    return reply;
  }
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t.declare}
      </Button>
      <Modal open={open} title={t.declare} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <EntityForm<InterestValues>
          onSubmit={submit}
          pending={pending}
          problem={problem}
          submit={t.declare}
          onCancel={() => setOpen(false)}
        >
          <Form.Item name="withId" label={t.with} rules={[{ required: true, message: t.withNeeded }]}>
            <OrganisationChoice />
          </Form.Item>
          <Form.Item name="kind" label={t.kind} rules={[{ required: true, message: t.kindNeeded }]}>
            <Select
              options={(['employer', 'shareholding', 'sameGroup', 'other'] as const).map((value) => ({
                value,
                label: t.kinds[value],
              }))}
            />
          </Form.Item>
          <Form.Item name="note" label={t.remark}>
            <Input maxLength={200} />
          </Form.Item>
        </EntityForm>
      </Modal>
    </>
  );
}
