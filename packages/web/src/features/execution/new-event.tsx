// screen: SX-5.2
import { reportAdverseEvent } from '@daylight/api/execution-adverse.ts';
import { eventKind, eventSeverity } from '@daylight/api/execution-shapes.ts';
import { searchListings } from '@daylight/api/listing.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import type { Quantity } from '@daylight/rules/money.ts';
import { type IsoDate, shanghaiDate } from '@daylight/rules/time.ts';
import { App, Form, Input, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { now } from '../../clock.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useSearch } from '../../navigate.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DayInput, EntityForm, QuantityInput, needed, quantityRule } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { Article } from '../../ui/why.tsx';
import { eventTexts } from './problem-texts.ts';

interface Values {
  readonly listingId: string;
  readonly kind: (typeof eventKind.options)[number];
  readonly severity: (typeof eventSeverity.options)[number];
  readonly lot?: string;
  readonly quantity: Quantity;
  readonly foundOn: IsoDate;
  readonly facts: string;
  readonly measures?: string;
  readonly evidenceIds?: string[];
}

/** A report about a product; patient data has no place in it. */
export function NewEventPage(): ReactNode {
  const t = useTexts(eventTexts);
  const go = useGo();
  const { message } = App.useApp();
  const [{ listingId, lot }] = useSearch();
  const report = useDo(reportAdverseEvent);
  async function send(values: Values): Promise<unknown> {
    const { lot: said = '', measures = '', evidenceIds = [] } = values;
    const reply = await report.run({ body: { ...values, lot: said, measures, evidenceIds } });
    if (reply === null) return null;
    void message.success(t.sent);
    go(`/adverse-events/${reply.id}`, { replace: true });
    return reply;
  }
  return (
    <>
      <PageHead
        title={t.report}
        above={{ to: '/adverse-events', title: t.title }}
        note={
          <>
            {t.note} <Article basis={executionBasis.adverse} />
          </>
        }
      />
      <EntityForm<Values>
        initial={{
          kind: 'quality',
          severity: 'ordinary',
          quantity: '1' as Quantity,
          foundOn: shanghaiDate(now()),
          ...(listingId === undefined ? {} : { listingId }),
          ...(lot === undefined ? {} : { lot }),
        }}
        onSubmit={send}
        pending={report.pending}
        problem={report.problem}
        submit={t.send}
        draft="event.new"
      >
        <Form.Item name="listingId" label={t.chooseListing} rules={[needed(t.listingNeeded)]}>
          <ListingSelect />
        </Form.Item>
        <Form.Item name="kind" label={t.kind}>
          <Radio.Group options={eventKind.options.map((value) => ({ value, label: t.kinds[value] }))} />
        </Form.Item>
        <Form.Item name="severity" label={t.severity}>
          <Radio.Group
            options={eventSeverity.options.map((value) => ({ value, label: t.severities[value] }))}
          />
        </Form.Item>
        <Form.Item name="lot" label={t.lot}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="quantity" label={t.quantity} rules={[needed(t.quantity), quantityRule(t.quantity)]}>
          <QuantityInput />
        </Form.Item>
        <Form.Item name="foundOn" label={t.foundOn} rules={[needed(t.foundOn)]}>
          <DayInput />
        </Form.Item>
        <Form.Item name="facts" label={t.facts} extra={t.factsHelp} rules={[needed(t.facts)]}>
          <Input.TextArea rows={4} maxLength={4000} />
        </Form.Item>
        <Form.Item name="measures" label={t.measures}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        <Form.Item name="evidenceIds" label={t.evidence}>
          <EvidenceBox label={t.evidence} />
        </Form.Item>
      </EntityForm>
    </>
  );
}

interface Chosen {
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly id?: string;
}

function ListingSelect({ value, onChange, id }: Chosen): ReactNode {
  const t = useTexts(eventTexts);
  const [search, setSearch] = useState('');
  const typed = [...search].length >= 2 ? { search } : {};
  const { data } = useAsk(searchListings, { query: { ...typed, state: 'any', limit: 50 } });
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      onChange={(next: string) => onChange?.(next)}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      placeholder={t.listingHelp}
      options={(data?.items ?? []).map((each) => ({
        value: each.id,
        label: `${each.productName} ${each.specification} · ${each.number}`,
      }))}
    />
  );
}
