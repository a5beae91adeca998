// screen: JS-1, JS-2, HN-3a
import {
  type OrganisationDetail,
  changeContact,
  issueFirstPassword,
  readOrganisation,
  stepOrganisation,
} from '@daylight/api/organisation.ts';
import { App, Button, Drawer, Form, Input, Skeleton } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { kindNames } from '../../i18n/positions.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo, useParam } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { type Fact, Details, Section } from '../../ui/details.tsx';
import { EntityForm } from '../../ui/entity-form.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { type Issued, OneTimePassword } from './one-time-password.tsx';
import { organisationTone } from './organisation-list.tsx';
import { Article } from '../../ui/why.tsx';
import { texts } from './texts.ts';

const steps = ['approve', 'reject', 'resume', 'suspend', 'close'] as const;

export function OrganisationPage(): ReactNode {
  const params = { organisationId: useParam('organisationId') };
  const { data, error, refetch } = useAsk(readOrganisation, { params });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <Skeleton active /> : <Loaded data={data} />;
}

function Loaded({ data }: { readonly data: OrganisationDetail }): ReactNode {
  const t = useTexts(texts);
  const facts = useFacts(data);
  return (
    <Details
      title={data.name}
      above={{ to: '/organisations', title: t.organisations }}
      state={<StateTag tone={organisationTone[data.state]}>{t.states[data.state]}</StateTag>}
      actions={<Actions organisation={data} />}
      facts={facts}
    >
      {data.proposed === null ? null : <Correction organisation={data} proposed={data.proposed} />}
      {data.sites.length === 0 ? null : (
        <Section title={t.sites}>
          <ul>
            {data.sites.map((site) => (
              <li key={site.id}>
                <Go to={`/organisations/${site.id}`}>{site.name}</Go> {site.institutionCode ?? ''}{' '}
                <span className="dl-soft">{t.states[site.state]}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {data.groups.length === 0 ? null : (
        <Section title={t.groups}>
          <ul>
            {data.groups.map((group) => (
              <li key={group.id}>
                <Go to="/medical-groups">{group.name}</Go>{' '}
                <span className="dl-soft">{group.isLead ? t.lead : t.member}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Details>
  );
}

function useFacts(data: OrganisationDetail): Fact[] {
  const t = useTexts(texts);
  const say = useSay();
  const optional = (name: string, value: ReactNode): Fact[] =>
    value === null || value === '' || value === undefined ? [] : [{ name, value }];
  return [
    { name: t.kind, value: say(kindNames[data.kind]) },
    { name: t.place, value: say(data.jurisdiction.name) },
    ...optional(t.level, data.level === null ? null : t.levels[data.level]),
    ...optional(t.ownership, data.ownership === null ? null : t.ownerships[data.ownership]),
    ...optional(
      t.participation,
      data.participation === null ? null : (
        <>
          {data.participation.isObliged ? t.obliged : t.voluntary}{' '}
          <Article basis={data.participation.basis} />
        </>
      ),
    ),
    ...optional(t.agent, data.isNationalAgent ? t.yes : null),
    ...optional(t.institutionCode, data.institutionCode),
    ...optional(t.creditCode, data.creditCode),
    ...optional(
      t.parent,
      data.parent === null ? null : <Go to={`/organisations/${data.parent.id}`}>{data.parent.name}</Go>,
    ),
    ...optional(t.address, data.address),
    ...optional(t.contact, [data.contactName, data.contactPhone].filter(Boolean).join(' ')),
    ...optional(t.enteredBy, data.enteredBy?.name),
    { name: t.createdAt, value: <DateText at={data.createdAt} time /> },
    ...optional(t.approvedBy, data.approvedBy?.name),
    ...optional(t.approvedAt, data.approvedAt === null ? null : <DateText at={data.approvedAt} time />),
    ...optional(t.note, data.stateNote),
  ];
}

function Actions({ organisation }: { readonly organisation: OrganisationDetail }): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const may = useMay();
  const actor = useActor();
  const [issued, setIssued] = useState<Issued | null>(null);
  const first = useDo(issueFirstPassword, { then: setIssued });
  const { id, kind, version, may: powers } = organisation;
  const step = useDo(stepOrganisation);
  const managesOthers = may('organisation.manageUsers') && actor?.kind === 'platform';
  return (
    <>
      {steps
        .filter((name) => powers.includes(name))
        .map((name) => (
          <ConfirmEffect
            key={name}
            label={t.steps[name]}
            title={t.stepTitles[name]}
            effects={t.stepEffects[name]}
            confirm={t.steps[name]}
            button={name === 'approve' ? { type: 'primary' } : name === 'close' ? { danger: true } : {}}
            {...(name === 'approve' || name === 'resume' ? {} : { askReason: 'needed' as const })}
            irreversible={name === 'close' || name === 'reject'}
            run={({ reason }) =>
              step.run({ params: { organisationId: id, step: name }, body: { version, note: reason } })
            }
            pending={step.pending}
            problem={step.problem}
          />
        ))}
      {powers.includes('edit') ? (
        <Button onClick={() => go(`/organisations/${id}/edit`)}>{t.correct}</Button>
      ) : null}
      {powers.includes('contact') ? <Contact organisation={organisation} /> : null}
      {managesOthers ? (
        <Button onClick={() => go(`/users?organisationId=${id}&kind=${kind}`)}>{t.users2}</Button>
      ) : null}
      {organisation.firstPassword ? (
        <Button
          type="primary"
          loading={first.pending}
          onClick={() => void first.run({ params: { organisationId: id } })}
        >
          {t.firstPassword}
        </Button>
      ) : null}
      <ProblemAlert problem={first.problem} />
      <OneTimePassword issued={issued} onClose={() => setIssued(null)} />
    </>
  );
}

function Contact({ organisation }: { readonly organisation: OrganisationDetail }): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const { id, address, contactName, contactPhone, version } = organisation;
  const change = useDo(changeContact, {
    then: () => {
      void message.success(t.changed);
      setOpen(false);
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.changeContact}</Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t.changeContact} destroyOnHidden>
        <EntityForm<{ address: string; contactName: string; contactPhone: string }>
          initial={{ address, contactName, contactPhone }}
          onSubmit={(body) => change.run({ params: { organisationId: id }, body: { ...body, version } })}
          pending={change.pending}
          problem={change.problem}
          submit={t.save}
        >
          <Form.Item name="address" label={t.address}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="contactName" label={t.contact}>
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item name="contactPhone" label={t.phone}>
            <Input maxLength={30} />
          </Form.Item>
        </EntityForm>
      </Drawer>
    </>
  );
}

type Proposed = NonNullable<OrganisationDetail['proposed']>;

/** Only what would change, before and after. */
function Correction(props: {
  readonly organisation: OrganisationDetail;
  readonly proposed: Proposed;
}): ReactNode {
  const t = useTexts(texts);
  const { organisation, proposed } = props;
  const names: Readonly<Record<string, string>> = {
    name: t.fullName,
    shortName: t.shortName,
    jurisdiction: t.place,
    creditCode: t.creditCode,
    institutionCode: t.institutionCode,
    ownership: t.ownership,
    level: t.level,
    isNationalAgent: t.agent,
    address: t.address,
    contactName: t.contact,
    contactPhone: t.phone,
    parentId: t.parent,
  };
  const words = (value: unknown): string =>
    value === true ? t.yes : value === false ? t.no : String(value ?? '—');
  const current: Readonly<Record<string, unknown>> = {
    ...organisation,
    jurisdiction: organisation.jurisdiction.code,
    parentId: organisation.parent?.id ?? null,
  };
  const rows = Object.entries(proposed.fields)
    .filter(([key, value]) => current[key] !== value)
    .map(([key, value]) => ({ key, before: words(current[key]), after: words(value) }));
  return (
    <Section title={t.correction}>
      <p className="dl-soft">{t.correctionBy(proposed.by.name)}</p>
      <TableView
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          { key: 'field', title: t.field, card: 'title', render: (row) => names[row.key] ?? row.key },
          { key: 'before', title: t.now, render: (row) => row.before },
          { key: 'after', title: t.proposed, render: (row) => <strong>{row.after}</strong> },
        ]}
      />
    </Section>
  );
}
