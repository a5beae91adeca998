import type { RuleDraft } from '@daylight/api/rule-draft.ts';
import { valueParts } from '@daylight/rules/policy/value-text.ts';
import type { ZoneRule } from '@daylight/rules/policy/shapes.ts';
import { Button, Checkbox, Form, InputNumber, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { texts } from './rule-texts.ts';

const shapes = {
  'supervision.zoneRule': 'zoneRule',
  'listing.noSaleSuspend': 'term',
  'linkage.lowest': 'lowestRule',
} as const;

/** A rule in words, in the same lines as on the policy page. */
export function RuleText({ draft }: { readonly draft: RuleDraft }): ReactNode {
  const say = useSay();
  const parts = valueParts({ shape: shapes[draft.key], value: draft.value, unit: null }, (code) => ({
    zh: code,
    en: code,
  }));
  return (
    <dl className="dl-facts">
      {parts.map(({ name, text }) => (
        <div key={text.zh + (name?.zh ?? '')} className="dl-wide">
          <dt>{name === null ? '' : say(name)}</dt>
          <dd>{say(text)}</dd>
        </div>
      ))}
    </dl>
  );
}

function options<K extends string>(names: Readonly<Record<K, string>>, keys = Object.keys(names) as K[]) {
  return keys.map((value) => ({ value, label: names[value] }));
}

/** The form of a draft, field by field as its schema asks; names are paths below `value`. */
export function RuleFields({ kind }: { readonly kind: RuleDraft['key'] }): ReactNode {
  if (kind === 'supervision.zoneRule') return <ZoneFields />;
  return kind === 'listing.noSaleSuspend' ? <TermFields /> : <LowestFields />;
}

const actionsOf: Readonly<Record<'red' | 'yellow' | 'blue', readonly ZoneRule['actions']['red'][number][]>> =
  {
    red: ['promptInstitution', 'warnBureau', 'block'],
    yellow: ['promptInstitution', 'warnBureau'],
    blue: ['recommend'],
  };

function ZoneFields(): ReactNode {
  const t = useTexts(texts);
  const number = (name: string, label: string, max: number) => (
    <Form.Item name={['value', name]} label={label} rules={[{ required: true, message: t.needed(label) }]}>
      <InputNumber min={1} max={max} precision={0} />
    </Form.Item>
  );
  return (
    <>
      <Form.Item name={['value', 'scope']} label={t.scope}>
        <Radio.Group options={options(t.scopes)} />
      </Form.Item>
      <Form.Item name={['value', 'peers', 'region']} label={t.region}>
        <Radio.Group options={options(t.regions)} />
      </Form.Item>
      <Form.Item name={['value', 'peers', 'sameLevel']} valuePropName="checked">
        <Checkbox>{t.sameLevel}</Checkbox>
      </Form.Item>
      {number('windowMonths', t.months, 24)}
      {(['red', 'yellow', 'blue'] as const).map((colour) => (
        <fieldset key={colour} className="dl-fieldset">
          <legend>{t.bounds[colour]}</legend>
          <Bounds colour={colour} />
          <Form.Item name={['value', 'actions', colour]} label={t.actions}>
            <Checkbox.Group options={options(t.actionNames, [...actionsOf[colour]])} />
          </Form.Item>
        </fieldset>
      ))}
      {number('tradesMin', t.tradesMin, 100_000)}
      {number('institutionsMin', t.institutionsMin, 10_000)}
    </>
  );
}

function Bounds({ colour }: { readonly colour: 'red' | 'yellow' | 'blue' }): ReactNode {
  const t = useTexts(texts);
  const form = Form.useFormInstance();
  return (
    <Form.List name={['value', colour]}>
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <div key={key} className="dl-bound">
              <Form.Item name={[name, 'statistic']} label={t.statistic}>
                <Select
                  options={options(t.statistics)}
                  onChange={(statistic) =>
                    form.setFieldValue(
                      ['value', colour, name, 'percentile'],
                      statistic === 'percentile' ? 90 : null,
                    )
                  }
                />
              </Form.Item>
              <Form.Item noStyle shouldUpdate={() => true}>
                {() =>
                  form.getFieldValue(['value', colour, name, 'statistic']) === 'percentile' ? (
                    <Form.Item name={[name, 'percentile']} label={t.percentile}>
                      <InputNumber min={1} max={100} precision={0} />
                    </Form.Item>
                  ) : null
                }
              </Form.Item>
              {fields.length > 1 ? (
                <Button size="small" onClick={() => remove(name)}>
                  {t.removeBound}
                </Button>
              ) : null}
            </div>
          ))}
          <Button size="small" onClick={() => add({ statistic: 'percentile', percentile: 90 })}>
            {t.addBound}
          </Button>
        </>
      )}
    </Form.List>
  );
}

function TermFields(): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <Form.Item
        name={['value', 'amount']}
        label={t.term}
        rules={[{ required: true, message: t.needed(t.term) }]}
      >
        <InputNumber min={1} max={120} precision={0} />
      </Form.Item>
      <Form.Item name={['value', 'unit']} label={t.termUnit}>
        <Radio.Group options={options(t.units)} />
      </Form.Item>
    </>
  );
}

function LowestFields(): ReactNode {
  const t = useTexts(texts);
  const form = Form.useFormInstance();
  const statistic: unknown = Form.useWatch(['value', 'statistic'], form);
  return (
    <>
      <Form.Item name={['value', 'statistic']} label={t.lowest}>
        <Radio.Group options={options(t.lowestStatistics)} />
      </Form.Item>
      {statistic === 'meanOfLowest' ? (
        <Form.Item name={['value', 'of']} label={t.of} rules={[{ required: true, message: t.needed(t.of) }]}>
          <InputNumber min={2} max={31} precision={0} />
        </Form.Item>
      ) : null}
      <Form.Item name={['value', 'selectedCount']} valuePropName="checked">
        <Checkbox>{t.selectedCount}</Checkbox>
      </Form.Item>
      <Form.Item name={['value', 'declaredCount']} valuePropName="checked">
        <Checkbox>{t.declaredCount}</Checkbox>
      </Form.Item>
    </>
  );
}

/** A draft out of what the form holds: what its schema needs and no field shows is filled in. */
export function draftOf(kind: RuleDraft['key'], value: unknown): RuleDraft {
  if (kind === 'supervision.zoneRule') {
    const rule = value as ZoneRule;
    const clean = (bounds: ZoneRule['red']) =>
      bounds.map(({ statistic, percentile }) => ({
        statistic,
        percentile: statistic === 'percentile' ? percentile : null,
      }));
    return {
      key: kind,
      value: { ...rule, red: clean(rule.red), yellow: clean(rule.yellow), blue: clean(rule.blue) },
    };
  }
  if (kind === 'listing.noSaleSuspend') {
    const term = value as Extract<RuleDraft, { key: typeof kind }>['value'];
    return { key: kind, value: { ...term, startCounted: false, rollover: 'nextWorkday', cutoff: '24:00' } };
  }
  const rule = value as Extract<RuleDraft, { key: 'linkage.lowest' }>['value'];
  return {
    key: kind,
    value: {
      ...rule,
      provinces: null,
      of: rule.statistic === 'meanOfLowest' ? rule.of : null,
      rounding: 'downToMicro',
    },
  };
}

/** What a draft starts from. */
export const startsFrom = {
  'listing.noSaleSuspend': { amount: 6, unit: 'month' },
  'linkage.lowest': { statistic: 'meanOfLowest', of: 3, selectedCount: false, declaredCount: true },
} as const;
