// screen: GY-3.1
import { type MedicalGroup, editGroup, enterGroup, listGroups } from '@daylight/api/organisation.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { App, Button, Drawer, Empty, Form, Input, Select, Skeleton, Switch, Tree } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { now } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { PageHead } from '../../ui/details.tsx';
import { EntityForm } from '../../ui/entity-form.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { usePlaces } from './organisation-list.tsx';
import { InstitutionPicker, InstitutionsPicker } from './organisation-picker.tsx';
import { texts } from './texts.ts';

interface Node {
  readonly key: string;
  readonly title: ReactNode;
  readonly children: Node[];
}

export function GroupsPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const { data, error, refetch } = useAsk(listGroups);
  const [edited, setEdited] = useState<MedicalGroup | 'new' | null>(null);
  const enters = may('organisation.enter');
  const enter = enters ? (
    <Button type="primary" onClick={() => setEdited('new')}>
      {t.enterGroup}
    </Button>
  ) : undefined;
  const groups = data?.items ?? [];
  return (
    <>
      <PageHead title={t.groups} note={t.groupsNote} actions={enter} />
      {error === null ? null : <ProblemAlert problem={error.problem} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <Skeleton active /> : null}
      {data !== undefined && groups.length === 0 ? <Empty description={t.noGroups}>{enter}</Empty> : null}
      {groups.length === 0 ? null : (
        <Tree<Node>
          showLine
          selectable={false}
          defaultExpandAll
          treeData={treeOf(groups, (group) => (
            <GroupTitle group={group} {...(enters ? { onEdit: () => setEdited(group) } : {})} />
          ))}
        />
      )}
      <Drawer
        open={edited !== null}
        onClose={() => setEdited(null)}
        title={edited === 'new' ? t.enterGroup : edited?.name}
        size="large"
        destroyOnHidden
      >
        {edited === null ? null : (
          <GroupForm
            group={edited === 'new' ? null : edited}
            groups={groups}
            onDone={() => setEdited(null)}
          />
        )}
      </Drawer>
    </>
  );
}

/** Groups under groups, and in each its members; one whose group above is not shown stands at the top. */
function treeOf(groups: readonly MedicalGroup[], titleOf: (group: MedicalGroup) => ReactNode): Node[] {
  const nodes = new Map(
    groups.map((group): [string, Node] => [group.id, { key: group.id, title: titleOf(group), children: [] }]),
  );
  const top: Node[] = [];
  for (const group of groups) {
    const node = nodes.get(group.id);
    if (node === undefined) continue;
    const above = group.parentId === null ? undefined : nodes.get(group.parentId);
    (above?.children ?? top).push(node);
    for (const member of group.members)
      node.children.push({
        key: `${group.id}/${member.id}`,
        title: <Member group={group} member={member} />,
        children: [],
      });
  }
  return top;
}

function GroupTitle(props: { readonly group: MedicalGroup; readonly onEdit?: () => void }): ReactNode {
  const t = useTexts(texts);
  const { group, onEdit } = props;
  return (
    <>
      <strong>{group.name}</strong> <span className="dl-soft">{t.memberCount(group.members.length)}</span>{' '}
      {group.state === 'closed' ? <StateTag tone="ended">{t.closed}</StateTag> : null}
      {onEdit === undefined ? null : (
        <Button type="link" size="small" onClick={onEdit}>
          {t.edit}
        </Button>
      )}
    </>
  );
}

function Member(props: {
  readonly group: MedicalGroup;
  readonly member: MedicalGroup['members'][number];
}): ReactNode {
  const t = useTexts(texts);
  const { group, member } = props;
  return (
    <>
      <Go to={`/organisations/${member.id}`}>{member.name}</Go>{' '}
      {member.id === group.lead.id ? <StateTag tone="notice">{t.lead}</StateTag> : null}{' '}
      <span className="dl-soft">
        {member.level === null ? '' : `${t.levels[member.level]} · `}
        {t.since(member.from)}
        {member.until === null ? '' : ` · ${t.until(member.until)}`}
      </span>
    </>
  );
}

interface GroupValues {
  readonly name: string;
  readonly jurisdiction: string;
  readonly parentId?: string | null;
  readonly memberIds: string[];
  readonly leadId: string;
  readonly closed?: boolean;
}
interface GroupFormProps {
  readonly group: MedicalGroup | null;
  readonly groups: readonly MedicalGroup[];
  readonly onDone: () => void;
}

function GroupForm({ group, groups, onDone }: GroupFormProps): ReactNode {
  const t = useTexts(texts);
  const actor = useActor();
  const places = usePlaces();
  const { message } = App.useApp();
  const then = (): void => {
    void message.success(t.changed);
    onDone();
  };
  const enter = useDo(enterGroup, { then });
  const edit = useDo(editGroup, { then });
  const known = group?.members ?? [];
  const needed = [{ required: true, message: t.needed }];
  function submit({
    name,
    jurisdiction,
    parentId = null,
    memberIds,
    leadId,
    closed,
  }: GroupValues): Promise<unknown> {
    // Who is already a member keeps the days; a new one begins today.
    const members = memberIds.map((organisationId) => {
      const member = known.find((each) => each.id === organisationId);
      return { organisationId, from: member?.from ?? shanghaiDate(now()), until: member?.until ?? null };
    });
    const body = { name, parentId, leadId, members };
    if (group === null) return enter.run({ body: { ...body, jurisdiction } });
    const state = closed === true ? 'closed' : 'active';
    return edit.run({ params: { groupId: group.id }, body: { ...body, state, version: group.version } });
  }
  return (
    <EntityForm<GroupValues>
      initial={{
        name: group?.name ?? '',
        jurisdiction: group?.jurisdiction.code ?? actor?.jurisdiction ?? '',
        parentId: group?.parentId ?? null,
        memberIds: known.map((member) => member.id),
        ...(group === null ? {} : { leadId: group.lead.id, closed: group.state === 'closed' }),
      }}
      onSubmit={submit}
      pending={enter.pending || edit.pending}
      problem={enter.problem ?? edit.problem}
      submit={t.save}
    >
      <Form.Item name="name" label={t.groupName} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="jurisdiction" label={t.place} rules={needed}>
        <Select disabled={group !== null} showSearch={{ optionFilterProp: 'label' }} options={places} />
      </Form.Item>
      <Form.Item name="parentId" label={t.above}>
        <Select
          allowClear
          options={groups
            .filter((each) => each.id !== group?.id)
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="memberIds" label={t.members} rules={needed} extra={t.membersHelp}>
        <InstitutionsPicker known={known} />
      </Form.Item>
      <Form.Item name="leadId" label={t.lead} rules={needed}>
        <InstitutionPicker known={known} />
      </Form.Item>
      {group === null ? null : (
        <Form.Item name="closed" label={t.closed} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </EntityForm>
  );
}
