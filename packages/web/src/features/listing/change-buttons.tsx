import { enterListingChange } from '@daylight/api/listing.ts';
import { type ChangeKind, changeReasons } from '@daylight/rules/listing/change.ts';
import { isMoney } from '@daylight/rules/money.ts';
import { App, Checkbox, Form, Input, InputNumber } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { MoneyInput } from '../../ui/entity-form.tsx';
import type { ListingView } from './listing-details.tsx';
import { texts } from './texts.ts';

const possible = {
  listed: ['price'],
  suspended: ['price', 'resume'],
  withdrawn: [],
} as const satisfies Record<ListingView['state'], readonly ChangeKind[]>;

/** What a bureau may do with a listing now; one change at a time, each approved by somebody else. */
export function ChangeButtons({ listing }: { readonly listing: ListingView }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  if (!may('listing.changeState')) return null;
  if (listing.changes.some((change) => change.state === 'waiting'))
    return <span className="dl-soft">{t.waiting}</span>;
  // What was suspended for want of trade comes back on an institution's application (JS-14a).
  const kinds = possible[listing.state].filter(
    (kind) => kind !== 'resume' || listing.stateReason !== 'noSale',
  );
  return kinds.map((kind) => <ChangeButton key={kind} listing={listing} kind={kind} />);
}

function ChangeButton({
  listing,
  kind,
}: {
  readonly listing: ListingView;
  readonly kind: ChangeKind;
}): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const { message } = App.useApp();
  const [price, setPrice] = useState('');
  const [units, setUnits] = useState(listing.unitsPerPurchaseUnit);
  const [deviationConfirmed, setConfirmed] = useState(false);
  const [evidence, setEvidence] = useState('');
  const enter = useDo(enterListingChange);
  async function run(reasonCode: string, note: string): Promise<unknown> {
    const own =
      kind === 'price' && isMoney(price) ? { price, unitsPerPurchaseUnit: units, deviationConfirmed } : {};
    const { version } = listing;
    const body = { kind, reason: reasonCode, note, evidence, version, ...own };
    const reply = await enter.run({ params: { listingId: listing.id }, body });
    if (reply !== null) void message.success(t.entered);
    return reply;
  }
  return (
    <ConfirmEffect
      label={t.changeKinds[kind]}
      title={`${t.changeKinds[kind]}${m.colon}${listing.productName}`}
      effects={t.changeEffects[kind] ?? []}
      confirm={t.enter}
      reasons={Object.entries(changeReasons[kind])
        .filter(([value]) => value !== 'application')
        .map(([value, wording]) => ({
          value,
          label: say(wording),
        }))}
      askReason="needed"
      run={({ reasonCode, reason }) => run(reasonCode, reason)}
      pending={enter.pending}
      problem={enter.problem}
    >
      {kind === 'price' ? (
        <>
          <Form.Item label={`${t.newPrice}（${listing.purchaseUnit}）`} htmlFor="change-price" required>
            <MoneyInput id="change-price" value={price} onChange={setPrice} />
          </Form.Item>
          <Form.Item
            label={`${t.newUnits}（${listing.smallestUnit}/${listing.purchaseUnit}）`}
            htmlFor="change-units"
          >
            <InputNumber
              id="change-units"
              min={1}
              precision={0}
              value={units}
              onChange={(value) => setUnits(value ?? 1)}
            />
          </Form.Item>
          {enter.problem?.code === 'listing.priceDeviates' ? (
            <Form.Item>
              <Checkbox checked={deviationConfirmed} onChange={(event) => setConfirmed(event.target.checked)}>
                {t.deviationConfirmed}
              </Checkbox>
            </Form.Item>
          ) : null}
        </>
      ) : null}
      <Form.Item label={t.evidence} htmlFor="change-evidence" required>
        <Input
          id="change-evidence"
          value={evidence}
          maxLength={200}
          onChange={(event) => setEvidence(event.target.value)}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}
