import { isMoney, isQuantity } from '@daylight/rules/money.ts';
import type { Problem } from '@daylight/api/wire.ts';
import { Alert, Button, Form, type FormInstance, Input, Space } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { parts } from '../i18n/parts.ts';
import { shell } from '../i18n/shell.ts';
import { useTexts } from '../i18n/texts.ts';
import { useDraft } from './draft.ts';
import { fieldProblem } from './field-problems.ts';
import { ProblemAlert, withoutPlace } from './problem.tsx';

export interface EntityFormProps<V extends object> {
  /** Prefilled values: the last time's, the code database's, last year's use. */
  readonly initial?: Partial<V>;
  readonly onSubmit: (values: V) => unknown;
  /** `pending` and `problem` of useDo. */
  readonly pending: boolean;
  readonly problem: Problem | null;
  readonly submit: string;
  readonly onCancel?: () => void;
  /** Keeps what is typed in this browser until it is submitted; name form and thing. */
  readonly draft?: string;
  readonly form?: FormInstance<V>;
  readonly onChange?: (values: V) => void;
  readonly children: ReactNode;
  /** Beside the submit button. */
  readonly extra?: ReactNode;
  readonly className?: string;
}

type FieldPath = (string | number)[];

/** 'body.lines.3.price' as the name of a form field. */
export function fieldName(path: string): FieldPath {
  return withoutPlace(path)
    .split('.')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** Puts what the server said about fields next to them; clears it on the next change of the field. */
function useServerFields<V extends object>(form: FormInstance<V>, problem: Problem | null): void {
  const language = useLanguage();
  useEffect(() => {
    if (problem === null) return;
    const wrong = problem.fields.map(({ path, problem: code }) => ({
      path,
      text: fieldProblem(code)[language],
    }));
    if (problem.field !== null && wrong.length === 0)
      wrong.push({ path: problem.field, text: problem.text[language] });
    const fields = wrong.map(({ path, text }) => ({ name: fieldName(path), errors: [text] }));
    form.setFields(fields as unknown as Parameters<typeof form.setFields>[0]);
    if (fields[0] !== undefined)
      form.scrollToField(fields[0].name as never, { focus: true, block: 'center' });
  }, [form, problem, language]);
}

/** A form that shows refusals on top with their article, wrong fields beside the field, and loses nothing typed. */
export function EntityForm<V extends object>(props: EntityFormProps<V>): ReactNode {
  const t = useTexts(parts);
  const s = useTexts(shell);
  const [own] = Form.useForm<V>();
  const form = props.form ?? own;
  const draft = useDraft<V>(props.draft ?? 'none');
  const found = props.draft === undefined ? null : draft.found;
  useServerFields(form, props.problem);
  // What was kept is there before anybody types: whoever follows the values has to know it.
  useEffect(() => {
    if (found !== null) props.onChange?.({ ...props.initial, ...found } as V);
    // oxlint-disable-next-line react/exhaustive-deps -- once, when the form opens
  }, []);
  async function submit(values: V): Promise<void> {
    const reply = await props.onSubmit(values);
    // run() of useDo gives null when it was refused: the draft stays.
    if (reply !== null && props.draft !== undefined) draft.drop();
  }
  return (
    <Form<V>
      form={form}
      layout="vertical"
      className={`dl-form ${props.className ?? ''}`}
      initialValues={{ ...props.initial, ...found }}
      onFinish={(values) => void submit(values)}
      onValuesChange={(_, values) => {
        if (props.draft !== undefined) draft.put(values);
        props.onChange?.(values);
      }}
      scrollToFirstError={{ focus: true, block: 'center' }}
    >
      {found === null || draft.keptAt === null ? null : (
        <Alert
          type="info"
          showIcon
          title={t.draftFound}
          action={
            <Button
              size="small"
              onClick={() => {
                draft.drop();
                form.setFieldsValue({ ...emptied(form.getFieldsValue()), ...props.initial } as never);
              }}
            >
              {t.draftDrop}
            </Button>
          }
        />
      )}
      <ProblemAlert problem={props.problem} onRetry={() => form.submit()} />
      {props.children}
      <Space className="dl-form-end" wrap>
        <Button type="primary" htmlType="submit" loading={props.pending}>
          {props.submit}
        </Button>
        {props.onCancel === undefined ? null : <Button onClick={props.onCancel}>{s.cancel}</Button>}
        {props.extra}
        {props.draft === undefined || draft.keptAt === null ? null : (
          <small className="dl-soft">{t.draftKept(draft.keptAt)}</small>
        )}
      </Space>
    </Form>
  );
}

function emptied(values: object): object {
  return Object.fromEntries(Object.keys(values).map((name) => [name, undefined]));
}

interface TypedProps {
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly id?: string;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly 'aria-label'?: string;
  readonly autoFocus?: boolean;
  /** For what is saved in place, when the field is left or Enter is pressed. */
  readonly onBlur?: () => void;
  readonly onPressEnter?: () => void;
}

/** Full-width digits and thousands separators come from pasting; they mean the same number. */
export function plainNumber(typed: string): string {
  return typed.normalize('NFKC').replaceAll(/[,\s元¥]/g, '');
}

/** Money as text, exact; a child of Form.Item. */
export function MoneyInput({ value, onChange, ...rest }: TypedProps & { readonly unit?: string }): ReactNode {
  const language = useLanguage();
  const { unit, ...input } = rest;
  return (
    <Input
      {...input}
      inputMode="decimal"
      className="dl-input-number"
      value={value ?? ''}
      maxLength={24}
      suffix={unit ?? (language === 'zh' ? '元' : 'CNY')}
      {...(value !== undefined && value !== '' && !isMoney(value) ? { status: 'error' as const } : {})}
      onChange={(event) => onChange?.(plainNumber(event.target.value))}
    />
  );
}

/** A quantity as text with its unit; a child of Form.Item. */
export function QuantityInput({
  value,
  onChange,
  unit,
  ...rest
}: TypedProps & { readonly unit?: string }): ReactNode {
  return (
    <Input
      {...rest}
      inputMode="decimal"
      className="dl-input-number"
      value={value ?? ''}
      maxLength={16}
      suffix={unit ?? <span />}
      {...(value !== undefined && value !== '' && !isQuantity(value) ? { status: 'error' as const } : {})}
      onChange={(event) => onChange?.(plainNumber(event.target.value))}
    />
  );
}

/** A day as 'YYYY-MM-DD' text; a child of Form.Item. */
export function DayInput({
  value,
  onChange,
  ...rest
}: TypedProps & { readonly min?: string; readonly max?: string }): ReactNode {
  return (
    <Input
      {...rest}
      type="date"
      className="dl-input-day"
      value={value ?? ''}
      onChange={(event) => onChange?.(event.target.value)}
    />
  );
}

/** Rules for Form.Item: `rules={[needed(t.required), ...]}`; the server checks again. */
export function needed(message: string): { readonly required: true; readonly message: string } {
  return { required: true, message };
}
export function moneyRule(message: string): {
  readonly validator: (_: unknown, value: unknown) => Promise<void>;
} {
  return {
    validator: (_, value) =>
      value === undefined || value === '' || isMoney(String(value))
        ? Promise.resolve()
        : Promise.reject(new Error(message)),
  };
}
export function quantityRule(message: string): {
  readonly validator: (_: unknown, value: unknown) => Promise<void>;
} {
  return {
    validator: (_, value) =>
      value === undefined || value === '' || isQuantity(String(value))
        ? Promise.resolve()
        : Promise.reject(new Error(message)),
  };
}
