// screen: JS-1, JS-2
import { editOrganisation, enterOrganisation, readOrganisation } from '@daylight/api/organisation.ts';
import { type OrganisationKind, organisationKinds } from '@daylight/rules/access/permissions.ts';
import { mayEnter } from '@daylight/rules/organisation/organisation.ts';
import { App, Form, Input, Select, Skeleton, Switch } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { kindNames } from '../../i18n/positions.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useParam } from '../../navigate.tsx';
import { useActor } from '../../session.ts';
import { PageHead, Section } from '../../ui/details.tsx';
import { EntityForm } from '../../ui/entity-form.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { usePlaces } from './organisation-list.tsx';
import { InstitutionPicker } from './organisation-picker.tsx';
import { texts } from './texts.ts';

interface Values {
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly shortName: string;
  readonly jurisdiction: string;
  readonly creditCode?: string | null;
  readonly institutionCode?: string | null;
  readonly ownership?: 'public' | 'military' | 'private' | null;
  readonly level?: 'tertiary' | 'secondary' | 'primary' | null;
  readonly isNationalAgent?: boolean;
  readonly parentId?: string | null;
  readonly address?: string;
  readonly contactName?: string;
  readonly contactPhone?: string;
  readonly administrator?: { readonly login?: string; readonly name?: string };
}

/** What does not belong to a kind is not sent, whatever was typed before the kind was changed. */
function bodyOf(values: Values, kind: OrganisationKind) {
  const isInstitution = kind === 'institution';
  const text = (value: string | null | undefined): string | null =>
    (value ?? '').trim() === '' ? null : (value ?? '');
  return {
    name: values.name,
    shortName: values.shortName,
    jurisdiction: values.jurisdiction,
    creditCode: text(values.creditCode),
    institutionCode: isInstitution ? text(values.institutionCode) : null,
    ownership: isInstitution ? (values.ownership ?? null) : null,
    level: isInstitution ? (values.level ?? null) : null,
    isNationalAgent: kind === 'manufacturer' && values.isNationalAgent === true,
    parentId: isInstitution ? (values.parentId ?? null) : null,
    address: values.address ?? '',
    contactName: values.contactName ?? '',
    contactPhone: values.contactPhone ?? '',
  };
}

export function NewOrganisationPage(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const go = useGo();
  const actor = useActor();
  const { message } = App.useApp();
  const [kind, setKind] = useState<OrganisationKind>('institution');
  const enter = useDo(enterOrganisation, {
    then: (organisation) => {
      void message.success(t.entered);
      go(`/organisations/${organisation.id}`);
    },
  });
  if (actor === null) return null;
  const kinds = organisationKinds.filter(
    (each) => mayEnter(actor, { kind: each, jurisdiction: actor.jurisdiction }).ok,
  );
  function submit(values: Values): Promise<unknown> {
    const { login, name } = values.administrator ?? {};
    const administrator = login === undefined || login === '' ? null : { login, name: name ?? '' };
    return enter.run({ body: { kind: values.kind, ...bodyOf(values, values.kind), administrator } });
  }
  return (
    <>
      <PageHead title={t.enter} note={t.enterNote} above={{ to: '/organisations', title: t.organisations }} />
      <EntityForm<Values>
        initial={{ kind: 'institution', jurisdiction: actor.jurisdiction }}
        onSubmit={submit}
        onChange={(values) => setKind(values.kind)}
        pending={enter.pending}
        problem={enter.problem}
        submit={t.submit}
        draft="organisation.new"
      >
        <Form.Item name="kind" label={t.kind} rules={[{ required: true, message: t.needed }]}>
          <Select options={kinds.map((value) => ({ value, label: say(kindNames[value]) }))} />
        </Form.Item>
        <ParticularFields kind={kind} known={[]} />
        <Section title={t.administrator}>
          <Form.Item name={['administrator', 'name']} label={t.name}>
            <Input maxLength={40} autoComplete="off" />
          </Form.Item>
          <Form.Item name={['administrator', 'login']} label={t.login} extra={t.loginHelp}>
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
        </Section>
      </EntityForm>
    </>
  );
}

export function EditOrganisationPage(): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { message } = App.useApp();
  const params = { organisationId: useParam('organisationId') };
  const { data, error, refetch } = useAsk(readOrganisation, { params });
  const edit = useDo(editOrganisation, {
    then: (organisation) => {
      void message.success(t.entered);
      go(`/organisations/${organisation.id}`);
    },
  });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  const { parent, jurisdiction, version, kind } = data;
  return (
    <>
      <PageHead
        title={data.name}
        note={t.correctNote}
        above={{ to: `/organisations/${data.id}`, title: data.shortName }}
      />
      <EntityForm<Values>
        initial={{ ...data, jurisdiction: jurisdiction.code, parentId: parent?.id ?? null }}
        onSubmit={(values) => edit.run({ params, body: { ...bodyOf(values, kind), version } })}
        pending={edit.pending}
        problem={edit.problem}
        submit={t.submit}
      >
        <ParticularFields kind={kind} known={parent === null ? [] : [parent]} />
      </EntityForm>
    </>
  );
}

interface FieldsProps {
  readonly kind: OrganisationKind;
  readonly known: readonly { readonly id: string; readonly name: string }[];
}

function ParticularFields({ kind, known }: FieldsProps): ReactNode {
  const t = useTexts(texts);
  const places = usePlaces();
  const isInstitution = kind === 'institution';
  const trades = kind === 'manufacturer' || kind === 'distributor';
  const needed = [{ required: true, message: t.needed }];
  const choices = <K extends string>(words: Readonly<Record<K, string>>) =>
    (Object.keys(words) as K[]).map((value) => ({ value, label: words[value] }));
  return (
    <>
      <Form.Item name="name" label={t.fullName} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="shortName" label={t.shortName} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="jurisdiction" label={t.place} rules={needed}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={places} />
      </Form.Item>
      <Form.Item name="creditCode" label={t.creditCode} rules={trades ? needed : []}>
        <Input maxLength={40} />
      </Form.Item>
      {isInstitution ? (
        <>
          <Form.Item name="institutionCode" label={t.institutionCode}>
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item name="level" label={t.level} rules={needed}>
            <Select options={choices(t.levels)} />
          </Form.Item>
          <Form.Item name="ownership" label={t.ownership} rules={needed}>
            <Select options={choices(t.ownerships)} />
          </Form.Item>
          <Form.Item name="parentId" label={t.parent} extra={t.parentHelp}>
            <InstitutionPicker known={known} />
          </Form.Item>
        </>
      ) : null}
      {kind === 'manufacturer' ? (
        <Form.Item name="isNationalAgent" label={t.agent} valuePropName="checked">
          <Switch />
        </Form.Item>
      ) : null}
      <Form.Item name="address" label={t.address}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="contactName" label={t.contact}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="contactPhone" label={t.phone}>
        <Input maxLength={30} />
      </Form.Item>
    </>
  );
}
