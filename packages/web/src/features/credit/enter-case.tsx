// screen: JS-38, HN-12, GD-9c, HN-11c
import { enterRating, enterRecord, readCreditChoices } from '@daylight/api/credit.ts';
import { listJurisdictions } from '@daylight/api/policy.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { App, Form, Input, Radio, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useSearch } from '../../navigate.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DayInput, EntityForm, MoneyInput, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { EnterprisePicker, ProductsPicker } from './parts.tsx';
import { credit } from './texts.ts';

interface Values {
  readonly organisationId: string;
  readonly ground: string;
  readonly sourceKind: string;
  readonly sourceDocument: string;
  readonly sourceOn: IsoDate;
  readonly facts: string;
  readonly itemCodes?: string[];
  readonly evidenceIds?: string[];
  readonly measure?: string;
  readonly until?: IsoDate;
  readonly level?: string;
  readonly amount?: string;
  readonly publishedBy?: string;
}

/** A bad record or a rating is entered; the enterprise is heard next. */
export function EnterCasePage(): ReactNode {
  const t = useTexts(credit);
  const [search, setSearch] = useSearch();
  const kind = search['kind'] === 'rating' ? 'rating' : 'record';
  return (
    <>
      <PageHead
        title={kind === 'record' ? t.newRecord : t.newRating}
        above={{ to: '/credit/cases', title: t.cases }}
      />
      <Radio.Group
        value={kind}
        onChange={(event) => setSearch({ kind: String(event.target.value) })}
        options={[
          { value: 'record', label: t.kinds.record },
          { value: 'rating', label: t.kinds.rating },
        ]}
        aria-label={t.kind}
      />
      <CaseForm key={kind} kind={kind} />
    </>
  );
}

function CaseForm({ kind }: { readonly kind: 'record' | 'rating' }): ReactNode {
  const t = useTexts(credit);
  const m = useMarks();
  const say = useSay();
  const go = useGo();
  const { message } = App.useApp();
  const [search] = useSearch();
  const [on, setOn] = useState<IsoDate | null>(null);
  const [organisationId, setOrganisation] = useState<string | null>(search['organisationId'] ?? null);
  const record = useDo(enterRecord);
  const rating = useDo(enterRating);
  const { data } = useAsk(readCreditChoices, { query: on === null ? {} : { on } }, { keep: true });
  const places = useAsk(listJurisdictions, {}).data?.jurisdictions ?? [];
  if (data === undefined) return <PageSkeleton />;
  const own = kind === 'record' ? data.record : data.scale;
  const options = (list: readonly { code: string; zh: string; en: string }[]) =>
    list.map((each) => ({ value: each.code, label: say(each) }));
  async function send(values: Values): Promise<unknown> {
    const { measure = '', level = '', until, amount, publishedBy, ...rest } = values;
    const about = { ...rest, itemCodes: rest.itemCodes ?? [], evidenceIds: rest.evidenceIds ?? [] };
    const reply =
      kind === 'record'
        ? await record.run({
            body: {
              ...about,
              measure,
              until: until === undefined || until === ('' as IsoDate) ? null : until,
              reportId: search['reportId'] ?? null,
            },
          })
        : await rating.run({
            body: {
              ...about,
              level,
              amount: amount === undefined || amount === '' ? null : amount,
              publishedBy: publishedBy ?? null,
            },
          });
    if (reply === null) return null;
    void message.success(t.submitted);
    go(`/credit/cases/${reply.id}`, { replace: true });
    return reply;
  }
  return (
    <EntityForm<Values>
      initial={organisationId === null ? {} : { organisationId }}
      onSubmit={send}
      pending={record.pending || rating.pending}
      problem={kind === 'record' ? record.problem : rating.problem}
      submit={t.submit}
      onChange={(values) => {
        setOrganisation(values.organisationId ?? null);
        // A rating published elsewhere stands on the edition of its day.
        setOn(values.publishedBy !== undefined && values.sourceOn ? values.sourceOn : null);
      }}
    >
      <p className="dl-soft">{t.hearingNote(say(data.hearing.text))}</p>
      <Form.Item name="organisationId" label={t.enterprise} rules={[needed(t.needed)]}>
        <EnterprisePicker />
      </Form.Item>
      {kind === 'rating' ? (
        <Form.Item name="publishedBy" label={t.publishedBy} extra={t.publishedByHelp}>
          <Select
            allowClear
            options={places
              .filter((each) => each.code.endsWith('0000') && each.code !== '000000')
              .map((each) => ({ value: each.code, label: say(each) }))}
          />
        </Form.Item>
      ) : null}
      <Form.Item name="ground" label={t.ground} rules={[needed(t.needed)]}>
        <Select options={options(own.grounds)} />
      </Form.Item>
      <Form.Item name="sourceKind" label={t.sourceKind} rules={[needed(t.needed)]}>
        <Select options={options(own.sources)} />
      </Form.Item>
      <Form.Item name="sourceDocument" label={t.sourceDocument} rules={[needed(t.needed)]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="sourceOn" label={t.sourceOn} rules={[needed(t.needed)]}>
        <DayInput />
      </Form.Item>
      {kind === 'record' ? (
        <>
          <Form.Item name="measure" label={t.measure} rules={[needed(t.needed)]}>
            <Select options={options(data.record.measures)} />
          </Form.Item>
          <Form.Item name="until" label={t.until} extra={t.untilHelp}>
            <DayInput />
          </Form.Item>
        </>
      ) : (
        <>
          <Form.Item name="amount" label={t.amount}>
            <MoneyInput />
          </Form.Item>
          <Form.Item
            name="level"
            label={t.level}
            extra={`${t.scale}${m.colon}${say(data.scale)}`}
            rules={[needed(t.needed)]}
          >
            <Select options={options(data.scale.levels)} />
          </Form.Item>
        </>
      )}
      <Form.Item name="itemCodes" label={t.products} extra={t.productsHelp}>
        <ProductsPicker manufacturerId={organisationId} />
      </Form.Item>
      <Form.Item name="facts" label={t.facts} rules={[needed(t.needed)]}>
        <Input.TextArea rows={5} maxLength={4000} />
      </Form.Item>
      <Form.Item name="evidenceIds" label={t.files}>
        <EvidenceBox />
      </Form.Item>
    </EntityForm>
  );
}
