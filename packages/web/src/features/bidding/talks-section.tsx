import { recordNegotiation } from '@daylight/api/bidding-quoting.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { Alert, Button, Drawer, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Section } from '../../ui/details.tsx';
import { DayInput, EntityForm, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox, EvidenceList } from '../../ui/evidence-box.tsx';
import { StateTag } from '../../ui/tags.tsx';
import type { Opening } from './opening-page.tsx';
import type { Quoting } from './rounds-section.tsx';
import { roundTexts } from './rounds-texts.ts';

type Minutes = Omit<Quoting['negotiations'][number], 'bidder'>;

/** The minutes of one negotiation, as organiser and bidder read them. */
export function MinutesText({ minutes }: { readonly minutes: Minutes }): ReactNode {
  const t = useTexts(roundTexts);
  return (
    <div className="dl-bid-line">
      <strong>{minutes.heldOn}</strong> · {t.ours}：{minutes.ours} · {t.theirs}：{minutes.theirs}
      <p className="dl-bid-text">{minutes.points}</p>
      {minutes.files.length === 0 ? null : <EvidenceList files={minutes.files} />}
    </div>
  );
}

interface TalksProps {
  readonly opening: Opening;
  readonly quoting: Quoting;
  readonly open: boolean;
}

/** Everybody with a standing quote is heard, on the record, before final quotes are asked for. */
export function TalksSection({ opening, quoting, open }: TalksProps): ReactNode {
  const t = useTexts(roundTexts);
  const [bidder, setBidder] = useState<{ id: string; name: string } | null>(null);
  const bidders = [...new Map(quoting.standing.map((each) => [each.bidder.id, each.bidder])).values()];
  const heard = new Set(quoting.negotiations.map((each) => each.bidder.id));
  const done = bidders.filter(({ id }) => heard.has(id)).length;
  if (bidders.length === 0) return null;
  return (
    <Section title={`${t.talks} · ${t.heard(done, bidders.length)}`}>
      <p className="dl-soft">{t.talksNote}</p>
      {bidders.map((each) => (
        <div key={each.id} className="dl-bid-talk">
          <h3 className="dl-bid-part">
            {each.name} {heard.has(each.id) ? null : <StateTag tone="waiting">{t.notYet}</StateTag>}{' '}
            {open ? (
              <Button size="small" aria-label={`${t.enter}：${each.name}`} onClick={() => setBidder(each)}>
                {t.enter}
              </Button>
            ) : null}
          </h3>
          {quoting.negotiations
            .filter((minutes) => minutes.bidder.id === each.id)
            .map((minutes) => (
              <MinutesText key={minutes.id} minutes={minutes} />
            ))}
        </div>
      ))}
      <Drawer
        open={bidder !== null}
        onClose={() => setBidder(null)}
        title={`${t.enter}：${bidder?.name ?? ''}`}
        size="large"
        destroyOnHidden
      >
        {bidder === null ? null : (
          <MinutesForm tenderId={opening.id} manufacturerId={bidder.id} onDone={() => setBidder(null)} />
        )}
      </Drawer>
    </Section>
  );
}

interface Values {
  readonly heldOn: IsoDate;
  readonly ours: string;
  readonly theirs: string;
  readonly points: string;
  readonly evidenceIds?: string[];
}

function MinutesForm({
  tenderId,
  manufacturerId,
  onDone,
}: {
  readonly tenderId: string;
  readonly manufacturerId: string;
  readonly onDone: () => void;
}): ReactNode {
  const t = useTexts(roundTexts);
  const enter = useDo(recordNegotiation, { then: onDone });
  return (
    <EntityForm<Values>
      initial={{ evidenceIds: [] }}
      onSubmit={({ evidenceIds = [], ...values }) =>
        enter.run({ params: { tenderId }, body: { ...values, manufacturerId, evidenceIds } })
      }
      pending={enter.pending}
      problem={enter.problem}
      submit={t.save}
    >
      <Alert type="warning" showIcon title={t.noOtherPrice} className="dl-bid-gap" />
      <Form.Item name="heldOn" label={t.heldOn} rules={[needed(t.needed)]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="ours" label={t.ours} rules={[needed(t.needed)]}>
        <Input maxLength={300} />
      </Form.Item>
      <Form.Item name="theirs" label={t.theirs} rules={[needed(t.needed)]}>
        <Input maxLength={300} />
      </Form.Item>
      <Form.Item name="points" label={t.points} rules={[needed(t.needed)]}>
        <Input.TextArea maxLength={4000} rows={6} />
      </Form.Item>
      <Form.Item name="evidenceIds" label={t.files}>
        <EvidenceBox />
      </Form.Item>
    </EntityForm>
  );
}
