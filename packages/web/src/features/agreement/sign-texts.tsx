import { signAgreements } from '@daylight/api/agreement.ts';
import { App, type ButtonProps } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { ConfirmIdentity, shownProblem } from '../account/confirm-identity.tsx';
import { texts } from './texts.ts';

export interface ToSign {
  readonly agreementId: string;
  readonly amendment: number;
  readonly contentHash: string;
}

/** Signs one or many texts; asks for the password when the person was last seen more than minutes ago. */
export function SignTexts(props: {
  readonly toSign: readonly ToSign[];
  readonly label: string;
  readonly done?: () => void;
  readonly button?: ButtonProps;
}): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { message, notification } = App.useApp();
  const sign = useDo(signAgreements, { touches: ['execution', 'tender'] });
  const again = useRef<() => void>(() => undefined);
  async function run(): Promise<unknown> {
    again.current = () => void run();
    const reply = await sign.run({ body: { texts: props.toSign.map((text) => ({ ...text })) } });
    if (reply === null) return null;
    const refused = reply.results.filter(({ problem }) => problem !== null);
    const signed = reply.results.length - refused.length;
    if (signed > 0) void message.success(t.signed(signed));
    if (refused.length > 0)
      notification.warning({
        title: t.notSigned(refused.length),
        description: [
          ...new Set(refused.map(({ problem }) => (problem === null ? '' : say(problem.text)))),
        ].join(' '),
      });
    props.done?.();
    return reply;
  }
  return (
    <>
      <ConfirmEffect
        label={props.label}
        title={t.signTitle}
        effects={t.signEffects(props.toSign.length)}
        confirm={t.sign}
        irreversible
        run={run}
        pending={sign.pending}
        problem={shownProblem(sign.problem)}
        button={{ type: 'primary', ...props.button }}
      />
      <ConfirmIdentity problem={sign.problem} again={() => again.current()} />
    </>
  );
}
