import { applyForResumption } from '@daylight/api/directory-resume.ts';
import { applyForWithdrawal, proposeClosing, readOpenBusiness } from '@daylight/api/directory.ts';
import { type ClosingKind, closingReasons } from '@daylight/rules/directory/closing.ts';
import { App, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { OpenCountsText } from './open-business.tsx';
import { useReason } from './reasons.ts';
import { directory } from './texts.ts';

/** What the buttons need to know of a product. */
export interface Leaving {
  readonly id: string;
  readonly productName: string;
  readonly state: 'listed' | 'suspended' | 'withdrawn';
  readonly stateReason: string | null;
  readonly version: number;
  readonly manufacturer: { readonly id: string };
}

/** How a product leaves the directory or comes back: whatever the asking person may begin (JS-14a, JS-14b, HN-11b). */
export function DirectoryButtons({ listing }: { readonly listing: Leaving }): ReactNode {
  const t = useTexts(directory);
  const may = useMay();
  const actor = useActor();
  const own = actor?.organisationId === listing.manufacturer.id;
  const begins = may('directory.manage') || (own && may('directory.withdraw'));
  const { data } = useAsk(
    readOpenBusiness,
    { params: { listingId: listing.id } },
    { enabled: begins && listing.state !== 'withdrawn' },
  );
  const running = data?.closingId ?? null;
  if (listing.state === 'withdrawn') return null;
  if (running !== null) return <Go to={`/directory/closings/${running}`}>{t.toClosing}</Go>;
  return (
    <>
      {may('directory.manage') ? <Propose listing={listing} /> : null}
      {own && may('directory.withdraw') ? <Withdraw listing={listing} /> : null}
      {may('directory.resume') && listing.stateReason === 'noSale' && listing.state === 'suspended' ? (
        <Resume listing={listing} />
      ) : null}
    </>
  );
}

function OpenNow({ listingId }: { readonly listingId: string }): ReactNode {
  const t = useTexts(directory);
  const m = useMarks();
  const { data } = useAsk(readOpenBusiness, { params: { listingId } });
  if (data === undefined) return null;
  return (
    <p>
      {t.open}
      {m.colon}
      <OpenCountsText counts={data.counts} />
    </p>
  );
}

export function Propose({
  listing,
  first = 'suspend',
}: {
  readonly listing: Leaving;
  readonly first?: ClosingKind;
}): ReactNode {
  const t = useTexts(directory);
  const reason = useReason();
  const { message } = App.useApp();
  const [kind, setKind] = useState<ClosingKind>(first);
  const propose = useDo(proposeClosing, { touches: ['listing'] });
  const { id: listingId, version } = listing;
  const kinds = (['suspend', 'withdraw', 'cancel'] as const).filter(
    (each) => each !== 'suspend' || listing.state === 'listed',
  );
  return (
    <ConfirmEffect
      label={first === 'cancel' ? t.cancel : t.propose}
      title={t.proposeTitle(listing.productName)}
      effects={t.proposeEffects}
      confirm={t.submit}
      reasons={closingReasons[kind].map((value) => ({ value, label: reason(value) }))}
      askReason="needed"
      askFiles={t.files}
      run={async ({ reasonCode, reason: note, evidenceIds }) => {
        const body = { listingId, kind, reason: reasonCode, note, evidenceIds, version };
        const reply = await propose.run({ body });
        if (reply !== null) void message.success(t.submitted);
        return reply;
      }}
      pending={propose.pending}
      problem={propose.problem}
      {...(first === 'cancel' ? { button: { size: 'small' as const } } : {})}
    >
      <OpenNow listingId={listingId} />
      <Form.Item label={t.kind} htmlFor="closing-kind" required>
        <Select
          id="closing-kind"
          value={kinds.includes(kind) ? kind : (kinds[0] ?? 'withdraw')}
          onChange={setKind}
          options={kinds.map((value) => ({ value, label: t.closingKinds[value] }))}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}

function Withdraw({ listing }: { readonly listing: Leaving }): ReactNode {
  const t = useTexts(directory);
  const reason = useReason();
  const { message } = App.useApp();
  const withdraw = useDo(applyForWithdrawal, { touches: ['listing'] });
  const { id: listingId, version } = listing;
  return (
    <ConfirmEffect
      label={t.withdraw}
      title={t.withdrawTitle(listing.productName)}
      effects={t.withdrawEffects}
      confirm={t.submit}
      irreversible
      reasons={closingReasons.withdraw.map((value) => ({ value, label: reason(value) }))}
      askReason="needed"
      askFiles={t.files}
      run={async ({ reasonCode, reason: note, evidenceIds }) => {
        const body = { listingId, reason: reasonCode as 'stoppedSale', note, evidenceIds, version };
        const reply = await withdraw.run({ body });
        if (reply !== null) void message.success(t.submitted);
        return reply;
      }}
      pending={withdraw.pending}
      problem={withdraw.problem}
      button={{ danger: true }}
    >
      <OpenNow listingId={listingId} />
    </ConfirmEffect>
  );
}

function Resume({ listing }: { readonly listing: Leaving }): ReactNode {
  const t = useTexts(directory);
  const { message } = App.useApp();
  const [need, setNeed] = useState('');
  const apply = useDo(applyForResumption, { touches: ['listing'] });
  return (
    <ConfirmEffect
      label={t.resume}
      title={t.resumeTitle(listing.productName)}
      effects={t.resumeEffects}
      confirm={t.submit}
      askFiles={t.written}
      run={async ({ evidenceIds }) => {
        const reply = await apply.run({ body: { listingId: listing.id, need, evidenceIds } });
        if (reply !== null) void message.success(t.submitted);
        return reply;
      }}
      pending={apply.pending}
      problem={apply.problem}
      button={{ type: 'primary' }}
    >
      <Form.Item label={t.need} htmlFor="resume-need" required>
        <Input.TextArea
          id="resume-need"
          rows={3}
          maxLength={500}
          value={need}
          onChange={(event) => setNeed(event.target.value)}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}
