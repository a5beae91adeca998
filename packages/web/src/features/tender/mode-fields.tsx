import { listPlaces } from '@daylight/api/tender-screening.ts';
import { proceduresOf } from '@daylight/rules/tender/plan.ts';
import { Form, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { needed } from '../../ui/entity-form.tsx';
import { texts } from './plan-texts.ts';
import { texts as roundTexts } from './round-texts.ts';

/** The modes that the place's documents name, and how the chosen one can run here. */
export function ModeFields({ modeCode }: { readonly modeCode: string | undefined }): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(roundTexts);
  const say = useSay();
  const { data } = useAsk(listPlaces, {});
  const rule = needed(t.needed);
  return (
    <div className="dl-round-row">
      <Form.Item name="modeCode" label={t.modeCode} rules={[rule]}>
        <Select options={(data?.modes ?? []).map((mode) => ({ value: mode.code, label: say(mode) }))} />
      </Form.Item>
      <Form.Item name="mode" label={t.mode} rules={[rule]}>
        <Select options={proceduresOf(modeCode ?? '').map((value) => ({ value, label: r.modes[value] }))} />
      </Form.Item>
      <Form.Item name="termMonths" label={t.termMonths} rules={[rule]}>
        <InputNumber min={1} max={60} precision={0} />
      </Form.Item>
    </div>
  );
}
