import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';

export interface FlowStep {
  readonly key: string;
  readonly title: string;
  /** done, happening now, still to come, or ended here without success. */
  readonly state: 'done' | 'now' | 'later' | 'failed';
  /** Who and when, one short line. */
  readonly note?: ReactNode;
}

/** The way of a thing through its states, e.g. 下单 → 确认 → 发货 → 验收 → 入库 → 付款. */
export function StepFlow({
  steps,
  label,
}: {
  readonly steps: readonly FlowStep[];
  readonly label: string;
}): ReactNode {
  return (
    <ol className="dl-flow" aria-label={label}>
      {steps.map(({ key, title, state, note }, n) => (
        <li key={key} data-state={state} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
          <b aria-hidden>
            {state === 'done' ? <CheckOutlined /> : state === 'failed' ? <CloseOutlined /> : n + 1}
          </b>
          <span>
            {title}
            {note === undefined ? null : <small>{note}</small>}
          </span>
        </li>
      ))}
    </ol>
  );
}
