import { endAmendment, proposeAmendment } from '@daylight/api/agreement.ts';
import type { Quantity } from '@daylight/rules/money.ts';
import { Button, Form, Input, Modal } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Section } from '../../ui/details.tsx';
import { EntityForm, QuantityInput, needed, quantityRule } from '../../ui/entity-form.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { ConfirmIdentity, shownProblem } from '../account/confirm-identity.tsx';
import type { AgreementView } from './agreement-details.tsx';
import { SignTexts } from './sign-texts.tsx';
import { Signatures } from './signatures.tsx';
import { texts } from './texts.ts';

type Amendment = AgreementView['amendments'][number];

const tones = {
  open: 'waiting',
  signed: 'working',
  inForce: 'good',
  rejected: 'ended',
  withdrawn: 'ended',
  lapsed: 'ended',
} as const;

/** Numbered supplements to a contract; the one that waits is signed or ended here. */
export function Amendments({ agreement }: { readonly agreement: AgreementView }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const { amendments, ownSide, state } = agreement;
  const isWaiting = amendments.some((one) => one.state === 'open' || one.state === 'signed');
  const mayPropose = may('agreement.sign') && ownSide !== null && state === 'inForce' && !isWaiting;
  if (amendments.length === 0 && !mayPropose) return null;
  return (
    <Section title={t.amendments} extra={mayPropose ? <Propose agreement={agreement} /> : undefined}>
      {amendments.length === 0 ? <p className="dl-soft">{t.noAmendments}</p> : null}
      {amendments.map((amendment) => (
        <article key={amendment.amendment}>
          <h3>
            {t.amendments} {amendment.amendment}{' '}
            <StateTag tone={tones[amendment.state]}>{t.amendmentStates[amendment.state]}</StateTag>
          </h3>
          <p>
            {t.proposedBy(agreement[amendment.proposedBy].name)}：{amendment.reason} {amendment.text}{' '}
            {amendment.note}
          </p>
          <ul>
            {amendment.lines.map((line) => (
              <li key={line.productId}>
                {line.name} {line.specification}：{line.agreed}
              </li>
            ))}
          </ul>
          <Signatures signatures={amendment.signatures} agreement={agreement} />
          {amendment.state === 'open' ? <Waiting agreement={agreement} amendment={amendment} /> : null}
        </article>
      ))}
    </Section>
  );
}

function Waiting({
  agreement,
  amendment,
}: {
  readonly agreement: AgreementView;
  readonly amendment: Amendment;
}): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const end = useDo(endAmendment);
  const { id: agreementId, ownSide } = agreement;
  const number = amendment.amendment;
  const isOwn = amendment.proposedBy === ownSide;
  if (!may('agreement.sign') || ownSide === null) return <Deadline {...amendment.due} />;
  return (
    <>
      <Deadline {...amendment.due} />{' '}
      {isOwn ? null : (
        <SignTexts
          label={t.sign}
          toSign={[{ agreementId, amendment: number, contentHash: amendment.contentHash }]}
        />
      )}{' '}
      <ConfirmEffect
        label={isOwn ? t.withdraw : t.reject}
        title={t.endTitle}
        effects={t.endEffects}
        confirm={isOwn ? t.withdraw : t.reject}
        askReason="needed"
        run={({ reason }) => end.run({ params: { agreementId, amendment: number }, body: { reason } })}
        pending={end.pending}
        problem={end.problem}
      />
    </>
  );
}

interface Wish {
  readonly reason: string;
  readonly text?: string;
  readonly lines: readonly { readonly agreed: Quantity }[];
}

function Propose({ agreement }: { readonly agreement: AgreementView }): ReactNode {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const propose = useDo(proposeAmendment);
  const again = useRef<() => void>(() => undefined);
  const { id: agreementId, version } = agreement;
  const lines = agreement.lines.filter((line) => !line.isEnded);
  async function run(wish: Wish): Promise<void> {
    again.current = () => void run(wish);
    const reply = await propose.run({
      params: { agreementId },
      body: {
        version,
        reason: wish.reason,
        text: wish.text ?? '',
        lines: lines.map(({ productId, agreedNow }, index) => ({
          productId,
          agreed: wish.lines[index]?.agreed ?? agreedNow,
        })),
      },
    });
    if (reply !== null) setOpen(false);
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.amend}</Button>
      <ConfirmIdentity problem={propose.problem} again={() => again.current()} />
      <Modal open={open} title={t.amendTitle} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <p className="dl-soft">{t.amendNote}</p>
        <EntityForm<Wish>
          initial={{ lines: lines.map(({ agreedNow }) => ({ agreed: agreedNow })) }}
          onSubmit={run}
          pending={propose.pending}
          problem={shownProblem(propose.problem)}
          submit={t.sign}
          onCancel={() => setOpen(false)}
        >
          {lines.map((line, index) => (
            <Form.Item
              key={line.productId}
              name={['lines', index, 'agreed']}
              label={`${line.name} ${line.specification} · ${t.newAgreed}`}
              rules={[needed(t.needed), quantityRule(t.positive)]}
            >
              <QuantityInput unit={line.unit} />
            </Form.Item>
          ))}
          <Form.Item name="reason" label={t.amendReason} rules={[needed(t.needed)]}>
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
          <Form.Item name="text" label={t.amendText}>
            <Input.TextArea rows={2} maxLength={2000} />
          </Form.Item>
        </EntityForm>
      </Modal>
    </>
  );
}
