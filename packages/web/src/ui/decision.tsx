import type { Endpoint } from '@daylight/api/endpoint.ts';
import type { ReactNode } from 'react';
import type { Doing } from '../ask.ts';
import { ConfirmEffect, type ConfirmEffectProps } from './confirm-effect.tsx';

export interface DecisionSide extends Pick<ConfirmEffectProps, 'label' | 'effects' | 'basis'> {
  /** The heading of the dialog; the label where nothing else is said. */
  readonly title?: string;
  /** Agreeing asks for none, sending back needs one, where nothing else is said. */
  readonly askReason?: 'needed' | 'optional' | 'none';
  readonly irreversible?: boolean;
  readonly danger?: boolean;
}

export interface DecisionProps {
  /** Said to the one who prepared it, instead of the buttons; null for everybody else. */
  readonly own?: string | null;
  readonly yes: DecisionSide;
  readonly no: DecisionSide;
  readonly run: (agrees: boolean, reason: string) => Promise<unknown>;
  readonly step: Pick<Doing<Endpoint>, 'pending' | 'problem'>;
  readonly size?: 'small';
}

/** Decides what another person prepared (HN-15): agreed to, or sent back, each with its effect shown first. */
export function Decision({ own = null, yes, no, run, step, size }: DecisionProps): ReactNode {
  if (own !== null)
    return size === 'small' ? (
      <small className="dl-soft">{own}</small>
    ) : (
      <span className="dl-soft">{own}</span>
    );
  const sized = size === undefined ? {} : { size };
  return (
    <>
      <Side
        side={yes}
        ask={yes.askReason ?? 'none'}
        button={{ ...sized, type: 'primary' }}
        run={(reason) => run(true, reason)}
        step={step}
      />
      <Side
        side={no}
        ask={no.askReason ?? 'needed'}
        button={sized}
        run={(reason) => run(false, reason)}
        step={step}
      />
    </>
  );
}

function Side(props: {
  readonly side: DecisionSide;
  readonly ask: NonNullable<DecisionSide['askReason']>;
  readonly button: NonNullable<ConfirmEffectProps['button']>;
  readonly run: (reason: string) => Promise<unknown>;
  readonly step: DecisionProps['step'];
}): ReactNode {
  const { side, ask, button, run, step } = props;
  return (
    <ConfirmEffect
      label={side.label}
      title={side.title ?? side.label}
      effects={side.effects}
      confirm={side.label}
      basis={side.basis ?? null}
      irreversible={side.irreversible ?? false}
      {...(ask === 'none' ? {} : { askReason: ask })}
      button={{ ...button, danger: side.danger ?? false }}
      run={({ reason }) => run(reason)}
      pending={step.pending}
      problem={step.problem}
    />
  );
}
