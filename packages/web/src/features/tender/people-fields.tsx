import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { needed } from '../../ui/entity-form.tsx';
import { texts } from './plan-texts.ts';

/** People of a committee or a team, one line each. */
export function PeopleFields({ name }: { readonly name: 'committee' | 'team' }): ReactNode {
  const t = useTexts(texts);
  return (
    <Form.List name={name}>
      {(fields, { add, remove }) => (
        <fieldset className="dl-round-people">
          <legend>{t[name]}</legend>
          {fields.map((field) => (
            <div key={field.key} className="dl-round-row">
              <Form.Item name={[field.name, 'name']} label={t.personName} rules={[needed(t.needed)]}>
                <Input maxLength={40} />
              </Form.Item>
              <Form.Item name={[field.name, 'organisation']} label={t.personOrganisation}>
                <Input maxLength={120} />
              </Form.Item>
              <Form.Item name={[field.name, 'post']} label={t.personPost}>
                <Input maxLength={60} />
              </Form.Item>
              <Button icon={<DeleteOutlined />} aria-label={t.remove} onClick={() => remove(field.name)} />
            </div>
          ))}
          <Button icon={<PlusOutlined />} onClick={() => add({ name: '', organisation: '', post: '' })}>
            {t.addPerson}
          </Button>
        </fieldset>
      )}
    </Form.List>
  );
}

/** Scope, process and duties of a plan (GY-4.2). */
export function PlanWords(): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      {(['scope', 'process', 'duties'] as const).map((name) => (
        <Form.Item key={name} name={name} label={t[name]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={4000} />
        </Form.Item>
      ))}
      <PeopleFields name="committee" />
      <PeopleFields name="team" />
    </>
  );
}
