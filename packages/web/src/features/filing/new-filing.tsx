// screen: JS-15, JS-16, JS-17, JS-19, GD-1c
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { applyFiling, checkProduct } from '@daylight/api/filing.ts';
import { listOrganisations } from '@daylight/api/organisation.ts';
import { App, Form, type FormInstance, Input, InputNumber, Select } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useSearch } from '../../navigate.tsx';
import { useJurisdictionName } from '../../reference.ts';
import { Facts, PageHead, Section } from '../../ui/details.tsx';
import { DayInput, EntityForm, QuantityInput, needed, quantityRule } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import './filing.css';
import { ItemPicker, MakerPicker } from './pickers.tsx';
import { texts } from './texts.ts';

interface Values {
  readonly itemCode: string;
  readonly class: (typeof classes)[number];
  readonly scope: string;
  readonly manufacturerId: string;
  readonly purchaseUnit: string;
  readonly smallestUnit: string;
  readonly unitsPerPurchaseUnit: number;
  readonly quantity: string;
  readonly department: string;
  readonly usedFrom: string;
  readonly usedUntil: string;
  readonly reason: string;
  readonly evidenceIds: string[];
}
type Found = ReplyOf<typeof checkProduct>;

const classes = ['highValueSix', 'highValueFive', 'ordinary', 'reagent'] as const;

/** The application, with everything it will meet checked beside it while it is filled in. */
export function NewFilingPage(): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const { message } = App.useApp();
  const [search] = useSearch();
  const [form] = Form.useForm<Values>();
  const [values, setValues] = useState<Partial<Values>>({});
  const itemCode = values.itemCode ?? search['item'] ?? '';
  const of = values.class ?? 'highValueSix';
  const { data: found, error } = useAsk(
    checkProduct,
    { query: { itemCode, class: of, ...(values.scope === undefined ? {} : { scope: values.scope }) } },
    { enabled: itemCode !== '', keep: true },
  );
  const apply = useDo(applyFiling, {
    then: (reply) => {
      void message.success(t.submitted);
      go(`/filings/${reply.id}`, { replace: true });
    },
  });
  useFilled(form, found);
  const outsideId = search['outside'] ?? null;
  return (
    <div className="dl-details">
      <PageHead title={t.apply} note={t.applyNote} above={{ to: '/filings', title: t.filings }} />
      <div className="dl-columns-2">
        <Section title={t.product}>
          <EntityForm<Values>
            form={form}
            initial={{
              class: 'highValueSix',
              unitsPerPurchaseUnit: 1,
              evidenceIds: [],
              ...(itemCode === '' ? {} : { itemCode }),
            }}
            onSubmit={(given) => apply.run({ body: { ...given, outsideId } })}
            onChange={setValues}
            pending={apply.pending}
            problem={apply.problem}
            submit={t.submit}
            draft={`filing.new.${outsideId ?? ''}`}
          >
            <ApplicationFields found={found} />
          </EntityForm>
        </Section>
        <aside>
          <Section title={t.check}>
            <ProblemAlert problem={error?.problem ?? null} />
            {found === undefined ? <p className="dl-soft">{t.checkWait}</p> : <Checks found={found} />}
          </Section>
          {found === undefined ? null : <Records found={found} />}
        </aside>
      </div>
    </div>
  );
}

/** What the code database and the listings of the product say is not typed again; what was typed stays. */
function useFilled(form: FormInstance<Values>, found: Found | undefined): void {
  const maker = found?.product?.manufacturer ?? '';
  const { data } = useAsk(
    listOrganisations,
    { query: { kind: 'manufacturer', state: 'active', limit: 30, q: maker } },
    { enabled: maker !== '' },
  );
  useEffect(() => {
    const pack = found?.pack ?? null;
    if (pack === null || (form.getFieldValue('purchaseUnit') ?? '') !== '') return;
    const { purchaseUnit, smallestUnit, unitsPerPurchaseUnit } = pack;
    form.setFieldsValue({ purchaseUnit, smallestUnit, unitsPerPurchaseUnit });
  }, [form, found]);
  useEffect(() => {
    const match = data?.items.find((each) => each.name === maker);
    if (match !== undefined && form.getFieldValue('manufacturerId') === undefined)
      form.setFieldsValue({ manufacturerId: match.id });
  }, [form, data, maker]);
}

function ApplicationFields({ found }: { readonly found: Found | undefined }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const rule = needed(t.needed);
  return (
    <>
      <Form.Item name="itemCode" label={t.productSearch} rules={[rule]}>
        <ItemPicker />
      </Form.Item>
      <Form.Item name="class" label={t.class} rules={[rule]}>
        <Select options={classes.map((value) => ({ value, label: t.classes[value] }))} />
      </Form.Item>
      <Form.Item name="scope" label={t.scope} rules={[rule]}>
        <Select options={(found?.scopes ?? []).map((each) => ({ value: each.code, label: say(each) }))} />
      </Form.Item>
      <Form.Item name="manufacturerId" label={t.manufacturer} rules={[rule]}>
        <MakerPicker hint={found?.product?.manufacturer ?? ''} />
      </Form.Item>
      <div className="dl-filing-row">
        <Form.Item name="purchaseUnit" label={t.purchaseUnit} rules={[rule]}>
          <Input maxLength={20} />
        </Form.Item>
        <Form.Item name="smallestUnit" label={t.smallestUnit} rules={[rule]}>
          <Input maxLength={20} />
        </Form.Item>
        <Form.Item name="unitsPerPurchaseUnit" label={t.units} rules={[rule]}>
          <InputNumber min={1} max={1_000_000} precision={0} />
        </Form.Item>
      </div>
      <div className="dl-filing-row">
        <Form.Item name="quantity" label={t.quantity} rules={[rule, quantityRule(t.needed)]}>
          <QuantityInput />
        </Form.Item>
        <Form.Item name="usedFrom" label={t.usedFrom} rules={[rule]}>
          <DayInput />
        </Form.Item>
        <Form.Item name="usedUntil" label={t.usedUntil} rules={[rule]}>
          <DayInput />
        </Form.Item>
      </div>
      <Form.Item name="department" label={t.department} rules={[rule]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="reason" label={t.reason} rules={[rule]}>
        <Input.TextArea rows={4} maxLength={2000} />
      </Form.Item>
      <Form.Item name="evidenceIds" label={t.files}>
        <EvidenceBox />
      </Form.Item>
    </>
  );
}

function Checks({ found }: { readonly found: Found }): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  return (
    <>
      <ul className="dl-filing-checks">
        {found.checks.map(({ code, ok, text, basis }) => (
          <li key={code}>
            <StateTag tone={ok ? 'good' : 'danger'}>
              {t.checkNames[code as keyof typeof t.checkNames] ?? code}
            </StateTag>{' '}
            {text === null ? t.met : say(text)} {basis === null ? null : <Article basis={basis} />}
          </li>
        ))}
      </ul>
      <Facts
        facts={[
          { name: t.bureau, value: found.bureauName },
          { name: t.path, value: t.paths[found.path] },
        ]}
      />
    </>
  );
}

function Records({ found }: { readonly found: Found }): ReactNode {
  const t = useTexts(texts);
  const { lowest, passedOver } = found;
  return (
    <>
      <Section title={t.lowest}>
        {lowest === null ? (
          <p>{t.noRecords}</p>
        ) : (
          <>
            <p>
              <MoneyText amount={lowest.price} unit strong />{' '}
              {lowest.basis.map((basis) => (
                <Article key={`${basis.document}-${basis.article}`} basis={basis} />
              ))}
            </p>
            <RecordTable rows={lowest.records} />
          </>
        )}
      </Section>
      {passedOver.length === 0 ? null : (
        <Section title={t.passedOver}>
          <RecordTable rows={passedOver} />
        </Section>
      )}
    </>
  );
}

type PriceRow = Found['passedOver'][number] | NonNullable<Found['lowest']>['records'][number];

function RecordTable({ rows }: { readonly rows: readonly PriceRow[] }): ReactNode {
  const t = useTexts(texts);
  const placeName = useJurisdictionName();
  const why = (row: PriceRow) =>
    'reason' in row ? t.passedOverReasons[row.reason as keyof typeof t.passedOverReasons] : '';
  return (
    <TableView<PriceRow>
      inside
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { key: 'place', title: t.place, card: 'title', render: (row) => placeName(row.place) },
        {
          key: 'kind',
          title: t.record,
          render: (row) => t.kinds[row.kind as keyof typeof t.kinds] ?? row.kind,
        },
        {
          key: 'price',
          title: t.price,
          unit: '元',
          align: 'right',
          render: (row) => (
            <>
              <MoneyText amount={row.price} />{' '}
              <small className="dl-soft">
                /{row.purchaseUnit}×{row.unitsPerPurchaseUnit}
              </small>
            </>
          ),
        },
        { key: 'from', title: t.from, nowrap: true, render: (row) => row.effectiveFrom },
        { key: 'why', title: t.why, render: why },
      ]}
    />
  );
}
