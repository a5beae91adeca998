// screen: GY-5.4
import { listBreachKinds, reportBreach, reportBreachSigned } from '@daylight/api/tender-oversight.ts';
import { Alert, Checkbox, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { useActor } from '../../session.ts';
import { PageHead } from '../../ui/details.tsx';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { Article } from '../../ui/why.tsx';
import { usePlatform } from '../portal/platform.ts';
import { oversight } from './oversight-texts.ts';

interface Values {
  readonly kind: string;
  readonly accused: string;
  readonly facts: string;
  readonly name?: string;
  readonly contact?: string;
  readonly withName?: boolean;
  readonly evidenceIds?: string[];
}

/** Anybody reports a breach, with a name or without. */
export function OpenBreachPage(): ReactNode {
  const tenderId = useParam('tenderId');
  const jurisdiction = usePlatform();
  const report = useDo(reportBreach);
  return (
    <BreachForm
      jurisdiction={jurisdiction}
      above={`/open/rounds/${tenderId}?jurisdiction=${jurisdiction}`}
      isOpen
      doing={report}
      send={({ kind, accused, facts, name = '', contact = '' }) =>
        report.run({ params: { tenderId }, body: { jurisdiction, kind, accused, facts, name, contact } })
      }
    />
  );
}

/** A participant reports one; without the name of its organisation nothing is kept of who it was. */
export function BreachPage(): ReactNode {
  const tenderId = useParam('tenderId');
  const actor = useActor();
  const report = useDo(reportBreachSigned);
  const province = String(actor?.province ?? 0).padStart(2, '0');
  return (
    <BreachForm
      jurisdiction={`${province}0000`}
      above={`/rounds/${tenderId}`}
      isOpen={false}
      doing={report}
      send={({ kind, accused, facts, withName = false, evidenceIds = [] }) =>
        report.run({ params: { tenderId }, body: { kind, accused, facts, withName, evidenceIds } })
      }
    />
  );
}

interface FormProps {
  readonly jurisdiction: string;
  readonly above: string;
  readonly isOpen: boolean;
  readonly doing: Pick<ReturnType<typeof useDo<typeof reportBreach>>, 'pending' | 'problem'>;
  readonly send: (values: Values) => Promise<{ readonly number: string } | null>;
}

function BreachForm({ jurisdiction, above, isOpen, doing, send }: FormProps): ReactNode {
  const t = useTexts(oversight);
  const say = useSay();
  const [number, setNumber] = useState<string | null>(null);
  const { data } = useAsk(listBreachKinds, { query: { jurisdiction } });
  const head = <PageHead title={t.form} note={t.formNote} above={{ to: above, title: t.rounds }} />;
  if (number !== null)
    return (
      <>
        {head}
        <Alert type="success" showIcon title={t.sent(number)} />
      </>
    );
  return (
    <>
      {head}
      <p>{data === undefined ? null : <Article basis={data.basis} />}</p>
      <EntityForm<Values>
        onSubmit={async (values) => {
          const reply = await send(values);
          if (reply !== null) setNumber(reply.number);
          return reply;
        }}
        pending={doing.pending}
        problem={doing.problem}
        submit={t.send}
      >
        <Form.Item name="kind" label={t.kind} rules={[needed(t.needed)]}>
          <Select options={(data?.items ?? []).map((each) => ({ value: each.code, label: say(each) }))} />
        </Form.Item>
        <Form.Item name="accused" label={t.accused} rules={[needed(t.needed)]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="facts"
          label={t.facts}
          extra={t.factsHelp}
          rules={[needed(t.needed), { min: 10, message: t.factsShort }]}
        >
          <Input.TextArea rows={6} maxLength={4000} />
        </Form.Item>
        {isOpen ? (
          <>
            <Form.Item name="name" label={t.name}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item name="contact" label={t.contact}>
              <Input maxLength={100} />
            </Form.Item>
          </>
        ) : (
          <>
            <Form.Item name="withName" valuePropName="checked">
              <Checkbox>{t.withName}</Checkbox>
            </Form.Item>
            <Form.Item name="evidenceIds" label={t.evidence}>
              <EvidenceBox />
            </Form.Item>
          </>
        )}
      </EntityForm>
    </>
  );
}
