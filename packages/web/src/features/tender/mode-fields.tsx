import { listPlaces } from '@daylight/api/tender-screening.ts';
import { proceduresOf } from '@daylight/rules/tender/plan.ts';
import {
  type QuotingShown,
  type QuotingTerms,
  quotingShown,
  usualTerms,
} from '@daylight/rules/tender/mode.ts';
import type { TenderMode } from '@daylight/rules/tender/state.ts';
import { Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { needed } from '../../ui/entity-form.tsx';
import { texts } from './plan-texts.ts';
import { texts as roundTexts } from './round-texts.ts';

/** The modes that the place's documents name, and how the chosen one can run here. */
export function ModeFields({
  modeCode,
  mode,
}: {
  readonly modeCode: string | undefined;
  readonly mode: TenderMode | undefined;
}): ReactNode {
  const t = useTexts(texts);
  const r = useTexts(roundTexts);
  const say = useSay();
  const { data } = useAsk(listPlaces, {});
  const rule = needed(t.needed);
  return (
    <>
      <div className="dl-round-row">
        <Form.Item name="modeCode" label={t.modeCode} rules={[rule]}>
          <Select options={(data?.modes ?? []).map((each) => ({ value: each.code, label: say(each) }))} />
        </Form.Item>
        <Form.Item name="mode" label={t.mode} rules={[rule]}>
          <Select options={proceduresOf(modeCode ?? '').map((value) => ({ value, label: r.modes[value] }))} />
        </Form.Item>
        <Form.Item name="termMonths" label={t.termMonths} rules={[rule]}>
          <InputNumber min={1} max={60} precision={0} />
        </Form.Item>
      </div>
      {mode === undefined ? null : <p className="dl-soft">{t.ways[mode]}</p>}
      {mode === 'auction' ? <AuctionFields /> : null}
      {mode === 'negotiation' ? (
        <Form.Item name="singleSource" label={t.singleSource} extra={t.singleSourceHint}>
          <Input.TextArea maxLength={1000} rows={2} />
        </Form.Item>
      ) : null}
    </>
  );
}

/** Rounds, step and what bidders see between them; the packs say how far each goes. */
function AuctionFields(): ReactNode {
  const t = useTexts(texts);
  const rule = needed(t.needed);
  return (
    <div className="dl-round-row">
      <Form.Item name="rounds" label={t.quotingRounds} rules={[rule]}>
        <InputNumber min={2} max={99} precision={0} />
      </Form.Item>
      <Form.Item name="stepPercent" label={t.quotingStep} extra={t.quotingStepHint}>
        <InputNumber min={0} max={99} step={0.1} precision={2} suffix="%" />
      </Form.Item>
      <Form.Item name="shown" label={t.quotingShown} rules={[rule]}>
        <Select options={quotingShown.map((value) => ({ value, label: t.shownOf[value] }))} />
      </Form.Item>
    </div>
  );
}

export interface QuotingValues {
  readonly rounds?: number | null;
  readonly stepPercent?: number | null;
  readonly shown?: QuotingShown;
  readonly singleSource?: string | null;
}

/** What the fields of a mode make of its usual terms; what a mode does not ask for stays usual. */
export function quotingOf(mode: TenderMode, values: QuotingValues): QuotingTerms {
  const usual = usualTerms(mode);
  const { rounds, stepPercent, shown, singleSource } = values;
  if (mode === 'auction')
    return {
      ...usual,
      rounds: rounds ?? usual.rounds,
      stepPermyriad: Math.round((stepPercent ?? 0) * 100),
      shown: shown ?? usual.shown,
    };
  const reason = (singleSource ?? '').trim();
  return mode === 'negotiation' && reason !== '' ? { ...usual, singleSource: reason } : usual;
}

export function quotingValues(terms: QuotingTerms): QuotingValues {
  const { rounds, stepPermyriad, shown, singleSource } = terms;
  return { rounds: Math.max(2, rounds), stepPercent: stepPermyriad / 100, shown, singleSource };
}
