// screen: HN-15, HN-16, JS-39
import {
  enterNotice,
  listOwnNotices,
  noticeKinds,
  publishNotice,
  withdrawNotice,
} from '@daylight/api/portal.ts';
import type { BodyOf } from '@daylight/api/endpoint.ts';
import { App, Button, Drawer, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor, useMay } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { EntityForm } from '../../ui/entity-form.tsx';
import { DateText } from '../../ui/numbers.tsx';
import './portal.css';
import { texts } from './texts.ts';

type Notice = RowOf<typeof listOwnNotices>;
type Body = BodyOf<typeof enterNotice>;

const tone = { draft: 'waiting', published: 'good', withdrawn: 'ended' } as const;

/** A bureau enters notices and another of its people publishes them. */
export function NoticeDeskPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const [open, setOpen] = useState(false);
  const enter = may('portal.publish') ? (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t.enter}
    </Button>
  ) : undefined;
  return (
    <>
      <PageHead title={t.desk} note={t.deskNote} actions={enter} />
      <DataTable
        id="notice-desk"
        endpoint={listOwnNotices}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (['draft', 'published', 'withdrawn'] as const).map((value) => ({
              value,
              label: t.noticeState[value],
            })),
          },
        ]}
        columns={[
          { key: 'title', title: t.title, card: 'title', render: (row) => row.title },
          {
            key: 'kind',
            title: t.kind,
            text: (row) => t.kinds[row.kind],
            render: (row) => t.kinds[row.kind],
          },
          {
            key: 'enteredBy',
            title: t.enteredBy,
            text: (row) => row.enteredBy?.name ?? '',
            render: (row) => row.enteredBy?.name ?? '—',
          },
          {
            key: 'publishedAt',
            title: t.publishedAt,
            render: (row) => (row.publishedAt === null ? '—' : <DateText at={row.publishedAt} time />),
          },
          stateColumn(t.state, t.noticeState, tone),
        ]}
        expand={(row) => <NoticeBody notice={row} />}
        empty={{ title: t.noNotices, action: enter }}
      />
      <Drawer open={open} onClose={() => setOpen(false)} title={t.enter} size="large" destroyOnHidden>
        <NoticeForm onDone={() => setOpen(false)} />
      </Drawer>
    </>
  );
}

/** The whole text with what can be done next, where the list unfolds. */
function NoticeBody({ notice }: { readonly notice: Notice }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const publish = useDo(publishNotice);
  const withdraw = useDo(withdrawNotice);
  const params = { id: notice.id };
  return (
    <>
      <div className="dl-notice-body">{notice.body}</div>
      {may('portal.approve') && notice.state === 'draft' ? (
        <ConfirmEffect
          label={t.publish}
          title={t.publishTitle}
          effects={[t.publishEffect, t.publishTrace]}
          confirm={t.publish}
          run={() => publish.run({ params })}
          pending={publish.pending}
          problem={publish.problem}
        />
      ) : null}
      {may('portal.approve') && notice.state === 'published' ? (
        <ConfirmEffect
          label={t.withdraw}
          title={t.withdrawTitle}
          effects={[t.withdrawEffect]}
          confirm={t.withdraw}
          askReason="needed"
          irreversible
          run={({ reason }) => withdraw.run({ params, body: { reason: reason ?? '' } })}
          pending={withdraw.pending}
          problem={withdraw.problem}
        />
      ) : null}
    </>
  );
}

function NoticeForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const actor = useActor();
  const enter = useDo(enterNotice, {
    then: () => {
      void message.success(t.entered);
      onDone();
    },
  });
  const needed = [{ required: true, message: t.needed }];
  return (
    <EntityForm<Body>
      initial={{ jurisdiction: actor?.jurisdiction ?? '', kind: 'price' }}
      onSubmit={(body) => enter.run({ body })}
      pending={enter.pending}
      problem={enter.problem}
      submit={t.save}
      draft="portal.notice"
    >
      <Form.Item name="jurisdiction" hidden>
        <Input />
      </Form.Item>
      <Form.Item name="kind" label={t.kind} rules={needed}>
        <Select options={noticeKinds.map((value) => ({ value, label: t.kinds[value] }))} />
      </Form.Item>
      <Form.Item name="title" label={t.title} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="body" label={t.body} rules={needed}>
        <Input.TextArea rows={14} maxLength={20_000} showCount />
      </Form.Item>
    </EntityForm>
  );
}
