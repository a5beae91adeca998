// screen: JS-12, HN-15
import {
  type PolicyDecisionItem,
  decideDecision,
  enterDecision,
  listDecisions,
  listZoneRules,
  withdrawDecision,
} from '@daylight/api/supervision-zones.ts';
import type { RuleDraft } from '@daylight/api/rule-draft.ts';
import { type IsoDate, addDays, shanghaiDate } from '@daylight/rules/time.ts';
import { App, Button, Form, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { now } from '../../clock.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Decision } from '../../ui/decision.tsx';
import { Facts, PageHead, Section } from '../../ui/details.tsx';
import { DayInput, EntityForm, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox, EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { RuleText } from './rule-fields.tsx';
import { texts } from './rule-texts.ts';
import './supervision.css';

const tone = { entered: 'waiting', approved: 'good', rejected: 'warning', withdrawn: 'ended' } as const;

/** Which zone rule holds, which ones the bureau may switch to, and its decisions. */
export function RulesPage(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const may = useMay();
  const { data } = useAsk(listZoneRules, {});
  const [proposing, setProposing] = useState<{ draft: RuleDraft; name: string } | null>(null);
  const zone = (value: Extract<RuleDraft, { key: 'supervision.zoneRule' }>['value']): RuleDraft => ({
    key: 'supervision.zoneRule',
    value,
  });
  return (
    <>
      <PageHead
        title={t.rules}
        note={t.rulesNote}
        actions={may('supervision.try') ? <Go to="/trials">{t.trials}</Go> : undefined}
      />
      {data === undefined ? null : (
        <>
          <Section title={t.inForce} extra={<StateTag tone="good">{t.origin[data.inForce.origin]}</StateTag>}>
            <p>
              {t.from(data.inForce.from)} <Article basis={data.inForce.basis} />{' '}
              {data.inForce.note === null ? null : <span className="dl-soft">{say(data.inForce.note)}</span>}
            </p>
            <RuleText draft={zone(data.inForce.value)} />
          </Section>
          {data.next === null ? null : (
            <Section title={t.follows} extra={<StateTag tone="notice">{t.from(data.next.from)}</StateTag>}>
              <RuleText draft={zone(data.next.value)} />
            </Section>
          )}
          <Section title={t.choices}>
            {data.choices.map((choice) => (
              <details key={choice.code} className="dl-choice">
                <summary>
                  {say(choice)} <span className="dl-soft">{say(choice.note)}</span>
                </summary>
                <RuleText draft={zone(choice.rule)} />
                {may('supervision.handle') ? (
                  <Button onClick={() => setProposing({ draft: zone(choice.rule), name: say(choice) })}>
                    {t.switchTo}
                  </Button>
                ) : null}{' '}
                {may('supervision.try') ? <Go to={`/trials/new?choice=${choice.code}`}>{t.tryIt}</Go> : null}
              </details>
            ))}
          </Section>
          {data.sets.length === 0 ? null : (
            <Section title={t.sets}>
              <Facts
                facts={data.sets.map((set) => ({
                  name: `${t.scopes[set.scope as keyof typeof t.scopes]} · ${set.windowMonths} ${t.units.month}`,
                  wide: true,
                  value: (
                    <>
                      {t.setsNote(set.asOf)}{' '}
                      {set.checkedAt === null ? null : (
                        <span className="dl-soft">
                          {t.checkedAt} <DateText at={set.checkedAt} time /> ·{' '}
                          {t.differences(set.differences)}
                        </span>
                      )}
                    </>
                  ),
                }))}
              />
            </Section>
          )}
        </>
      )}
      {may('supervision.read') ? <Decisions /> : null}
      {proposing === null ? null : (
        <ProposeDialog {...proposing} trialId={null} onClose={() => setProposing(null)} />
      )}
    </>
  );
}

function Decisions(): ReactNode {
  const t = useTexts(texts);
  return (
    <Section title={t.decisions}>
      <DataTable<typeof listDecisions>
        id="policy-decisions"
        endpoint={listDecisions}
        tone={(row) => tone[row.state]}
        expand={(row) => <DecisionBody row={row} />}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (['entered', 'approved', 'rejected', 'withdrawn'] as const).map((value) => ({
              value,
              label: t.states[value],
            })),
          },
        ]}
        columns={[
          { key: 'name', title: t.name, card: 'title', render: (row) => row.name },
          { key: 'key', title: t.key, text: (row) => t.keys[row.key], render: (row) => t.keys[row.key] },
          { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
          { key: 'from', title: t.fromDay, nowrap: true, render: (row) => <DateText at={row.from} /> },
          { key: 'enteredBy', title: t.enteredBy, render: (row) => row.enteredBy },
          { key: 'decidedBy', title: t.decidedBy, render: (row) => row.decidedBy ?? '—' },
          stateColumn(t.state, t.states, tone),
        ]}
        empty={{ title: t.noDecisions }}
      />
    </Section>
  );
}

function DecisionBody({ row }: { readonly row: PolicyDecisionItem }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const may = useMay();
  const decide = useDo(decideDecision, { touches: ['policy'] });
  const withdraw = useDo(withdrawDecision);
  const params = { decisionId: row.id };
  const { version } = row;
  return (
    <>
      <p>
        {t.reason}
        {m.colon}
        {row.reason} <Article basis={row.basis} />{' '}
        {row.trialId === null ? null : <Go to={`/trials/${row.trialId}`}>{t.seeTrial}</Go>}
      </p>
      <RuleText draft={{ key: row.key, value: row.value } as RuleDraft} />
      <EvidenceList files={row.evidence} />
      {row.decisionNote === '' ? null : (
        <p>
          {t.decidedBy}
          {m.colon}
          {row.decisionNote}
        </p>
      )}
      {row.state !== 'entered' ? null : (
        <div className="dl-actions">
          {may('supervision.decide') && !row.own ? (
            <Decision
              yes={{ label: t.approve, effects: [t.from(row.from), ...t.approveEffects] }}
              no={{ label: t.reject, effects: t.rejectEffects }}
              run={(approve, note) =>
                decide.run({ params, body: { approve, version, ...(approve ? {} : { note }) } })
              }
              step={decide}
            />
          ) : null}
          {row.own ? <span className="dl-soft">{t.own}</span> : null}
          {may('supervision.handle') ? (
            <Button
              loading={withdraw.pending}
              onClick={() => void withdraw.run({ params, body: { version } })}
            >
              {t.withdraw}
            </Button>
          ) : null}
        </div>
      )}
    </>
  );
}

interface Proposal {
  readonly name: string;
  readonly from: IsoDate;
  readonly reason: string;
  readonly evidence?: readonly string[];
}

/** Enters a decision for another officer to approve. */
export function ProposeDialog(props: {
  readonly draft: RuleDraft;
  readonly name: string;
  readonly trialId: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const enter = useDo(enterDecision);
  async function send({ evidence = [], ...values }: Proposal): Promise<unknown> {
    const { draft, trialId } = props;
    const reply = await enter.run({ body: { ...values, draft, trialId, evidence: [...evidence] } });
    if (reply === null) return null;
    void message.success(t.submitted);
    props.onClose();
    return reply;
  }
  return (
    <Modal
      open
      title={props.trialId === null ? t.propositionOf : t.propose}
      footer={null}
      onCancel={props.onClose}
      mask={{ closable: false }}
      width={640}
    >
      <p className="dl-soft">{t.proposeEffects[0]}</p>
      <RuleText draft={props.draft} />
      <EntityForm<Proposal>
        initial={{ name: props.name, from: addDays(shanghaiDate(now()), 7) }}
        onSubmit={send}
        pending={enter.pending}
        problem={enter.problem}
        submit={t.submit}
        onCancel={props.onClose}
      >
        <Form.Item name="name" label={t.name} rules={[needed(t.nameNeeded)]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="from" label={t.fromDay} rules={[needed(t.fromNeeded)]}>
          <DayInput />
        </Form.Item>
        <Form.Item name="reason" label={t.reason} rules={[needed(t.reasonNeeded)]}>
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
        <Form.Item name="evidence" label={t.evidence}>
          <EvidenceBox />
        </Form.Item>
      </EntityForm>
    </Modal>
  );
}
