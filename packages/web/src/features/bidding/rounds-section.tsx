import type { quotingRecord } from '@daylight/api/bidding-quoting.ts';
import { callQuoting, endQuoting, readQuoting } from '@daylight/api/bidding-quoting.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { quotingWay } from '@daylight/rules/tender/mode.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { Form } from 'antd';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Section } from '../../ui/details.tsx';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { MomentInput } from '../tender/moment-input.tsx';
import type { Opening } from './opening-page.tsx';
import { roundTexts } from './rounds-texts.ts';
import { TalksSection } from './talks-section.tsx';

type QuotingRecord = z.output<typeof quotingRecord>;
export type Quoting = ReplyOf<typeof readQuoting>;

/** When was quoted and how many quotes came: figures that everybody reads. */
export function RoundsTable({ records }: { readonly records: readonly QuotingRecord[] }): ReactNode {
  const t = useTexts(roundTexts);
  return (
    <TableView
      inside
      label={t.rounds}
      rows={records}
      rowKey={(row) => String(row.quoting)}
      columns={[
        {
          key: 'round',
          title: t.round,
          card: 'title',
          render: (row) => `${t.nth(row.quoting)} · ${t.kinds[row.kind]}`,
        },
        { key: 'closed', title: t.closed, render: (row) => <DateText at={row.dueAt} time /> },
        { key: 'bids', title: t.bids, align: 'right', render: (row) => String(row.bids) },
        { key: 'opened', title: t.openedBids, align: 'right', render: (row) => String(row.opened) },
        { key: 'out', title: t.notCounting, align: 'right', render: (row) => String(row.stoppedLines) },
        { key: 'at', title: t.openedAt, render: (row) => <DateText at={row.openedAt} time /> },
        {
          key: 'hash',
          title: t.hash,
          render: (row) => <span className="dl-bid-hash">{row.closedHash}</span>,
        },
      ]}
    />
  );
}

/** Rounds so far, what stands, talks, and the organiser's next step. */
export function RoundsSection({ opening }: { readonly opening: Opening }): ReactNode {
  const t = useTexts(roundTexts);
  const { terms, now, records, endedAt } = opening.quoting;
  const isSeveral = terms.rounds > 1;
  const { data } = useAsk(
    readQuoting,
    { params: { tenderId: opening.id } },
    { enabled: opening.isOrganiser && isSeveral && records.length > 0 },
  );
  if (!isSeveral) return null;
  const isOpen = opening.isOrganiser && opening.state === 'opened' && endedAt === null;
  const isTalks = quotingWay(opening.mode) === 'talks';
  return (
    <>
      <Section title={`${t.rounds} · ${t.of(now, terms.rounds)}`}>
        <p className="dl-soft">{t.ways[opening.mode]}</p>
        {records.length === 0 ? null : <RoundsTable records={records} />}
        {data === undefined || data.standing.length === 0 ? null : <StandingTable quoting={data} />}
      </Section>
      {isTalks && data !== undefined ? <TalksSection opening={opening} quoting={data} open={isOpen} /> : null}
      {isOpen && data !== undefined ? <NextRound opening={opening} leastDueAt={data.leastDueAt} /> : null}
    </>
  );
}

function StandingTable({ quoting }: { readonly quoting: Quoting }): ReactNode {
  const t = useTexts(roundTexts);
  return (
    <>
      <h3 className="dl-bid-part">{t.standing}</h3>
      <p className="dl-soft">{t.standingNote}</p>
      <TableView
        inside
        label={t.standing}
        rows={quoting.standing}
        rowKey={(row) => row.productId}
        columns={[
          { key: 'product', title: t.product, card: 'title', render: (row) => row.product },
          { key: 'bidder', title: t.bidder, render: (row) => row.bidder.name },
          {
            key: 'price',
            title: t.price,
            align: 'right',
            render: (row) => (
              <>
                <MoneyText amount={row.price} unit />/{row.unit}
              </>
            ),
          },
          { key: 'since', title: t.since, render: (row) => t.nth(row.quoting) },
        ]}
      />
    </>
  );
}

function NextRound({
  opening,
  leastDueAt,
}: {
  readonly opening: Opening;
  readonly leastDueAt: Instant;
}): ReactNode {
  const t = useTexts(roundTexts);
  const call = useDo(callQuoting, { touches: ['tender'] });
  const end = useDo(endQuoting, { touches: ['tender'] });
  const params = { tenderId: opening.id };
  const { version } = opening;
  const isTalks = quotingWay(opening.mode) === 'talks';
  const title = isTalks ? t.callFinal : t.call;
  return (
    <Section
      title={title}
      extra={
        isTalks ? null : (
          <ConfirmEffect
            label={t.end}
            title={t.end}
            effects={t.endEffects}
            confirm={t.end}
            irreversible
            run={() => end.run({ params, body: { version } })}
            pending={end.pending}
            problem={end.problem}
          />
        )
      }
    >
      <p className="dl-soft">{t.callNote}</p>
      <EntityForm<{ dueAt: Instant }>
        initial={{ dueAt: leastDueAt }}
        onSubmit={({ dueAt }) => call.run({ params, body: { version, dueAt } })}
        pending={call.pending}
        problem={call.problem}
        submit={title}
      >
        <Form.Item
          name="dueAt"
          label={t.due}
          rules={[needed(t.needed)]}
          extra={
            <>
              {t.least} <DateText at={leastDueAt} time />
            </>
          }
        >
          <MomentInput />
        </Form.Item>
      </EntityForm>
    </Section>
  );
}
