// screen: HN-15, JS-8, JS-10
import { enterExpert, listExpertAccounts, listExperts } from '@daylight/api/panel-expert.ts';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { EntityForm } from '../../ui/entity-form.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { expertTone } from './states.ts';
import { texts } from './texts.ts';

type Row = RowOf<typeof listExperts>;

export function ExpertListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const columns = useColumns();
  return (
    <>
      <PageHead
        title={t.experts}
        note={t.expertsNote}
        actions={may('panel.manage') ? <EnterExpert /> : null}
      />
      <DataTable<typeof listExperts>
        id="experts"
        endpoint={listExperts}
        filters={[
          { kind: 'search', name: 'search', label: t.search, placeholder: t.name },
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (['pending', 'active', 'paused', 'rejected'] as const).map((value) => ({
              value,
              label: t.expertStates[value],
            })),
          },
          { kind: 'flag', name: 'waiting', label: t.waiting },
        ]}
        columns={columns}
        href={(row) => `/experts/${row.id}`}
        empty={{ title: t.noExperts }}
      />
    </>
  );
}

function useColumns(): readonly Column<Row>[] {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const specialties = (row: Row): string => row.specialties.map(say).join(m.list);
  return [
    { key: 'name', title: t.name, card: 'title', text: (row) => row.name, render: (row) => row.name },
    { key: 'code', title: t.code, nowrap: true, render: (row) => row.code },
    {
      key: 'employer',
      title: t.employer,
      text: (row) => row.employer.name,
      render: (row) => row.employer.name,
    },
    { key: 'title', title: t.expertTitle, text: (row) => row.title, render: (row) => row.title },
    { key: 'specialties', title: t.specialty, text: specialties, render: specialties },
    {
      key: 'interests',
      title: t.interests,
      align: 'right',
      text: (row) => String(row.interests),
      render: (row) => row.interests,
    },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: (row) => t.expertStates[row.state],
      render: (row) => (
        <StateTag tone={row.changed ? 'notice' : expertTone[row.state]}>
          {row.changed ? t.changed : t.expertStates[row.state]}
        </StateTag>
      ),
    },
  ];
}

interface Values {
  readonly accountId: string;
  readonly title: string;
  readonly specialties: string[];
}

function EnterExpert(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const { data } = useAsk(listExpertAccounts, { query: search === '' ? {} : { search } }, { enabled: open });
  const enter = useDo(enterExpert);
  async function submit(values: Values) {
    const reply = await enter.run({ body: values });
    if (reply === null) return null;
    setOpen(false);
    void message.success(`${t.saved} · ${reply.code}`);
    return reply;
  }
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t.enter}
      </Button>
      <Modal open={open} title={t.enter} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <EntityForm<Values>
          onSubmit={submit}
          pending={enter.pending}
          problem={enter.problem}
          submit={t.save}
          onCancel={() => setOpen(false)}
        >
          <Form.Item
            name="accountId"
            label={t.account}
            extra={t.accountHelp}
            rules={[{ required: true, message: t.accountNeeded }]}
          >
            <Select
              showSearch={{ onSearch: setSearch, filterOption: false }}
              options={(data?.items ?? []).map((each) => ({
                value: each.id,
                label: `${each.name} · ${each.employer.name}`,
              }))}
            />
          </Form.Item>
          <Form.Item name="title" label={t.expertTitle} rules={[{ required: true, message: t.titleNeeded }]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item
            name="specialties"
            label={t.specialty}
            rules={[{ required: true, message: t.specialtiesNeeded }]}
          >
            <Select
              mode="multiple"
              options={(data?.specialties ?? []).map((each) => ({ value: each.code, label: say(each) }))}
            />
          </Form.Item>
        </EntityForm>
      </Modal>
    </>
  );
}
