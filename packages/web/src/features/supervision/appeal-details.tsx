// screen: JS-12, JS-12A, HN-15
import { checkAppeal, decideAppeal, readAppeal, withdrawAppeal } from '@daylight/api/supervision-zones.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText, MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { appealTone } from './appeal-list.tsx';
import { texts } from './rule-texts.ts';
import './supervision.css';
import { ZonePanel } from './zone-panel.tsx';

type Appeal = ReplyOf<typeof readAppeal>;
type Trade = NonNullable<Appeal['trades']>[number];

/** One appeal: what it says, the reference set as shown, the trades behind it, and the steps of the bureau. */
export function AppealDetailsPage(): ReactNode {
  const t = useTexts(texts);
  const appealId = useParam('appealId');
  const { data, error } = useAsk(readAppeal, { params: { appealId } });
  if (error !== null) return <PageProblem problem={error.problem} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <Details
      title={`${data.listing.product} ${data.listing.specification}`}
      above={{ to: '/appeals', title: t.appeals }}
      state={<StateTag tone={appealTone[data.state]}>{t.appealStates[data.state]}</StateTag>}
      note={`${t.asks[data.ask]} ${data.number}`}
      actions={<Actions appeal={data} />}
      next={
        data.due === null ? undefined : (
          <>
            {t.appealStates[data.state]}{' '}
            <Deadline dueAt={data.due.dueAt} provisional={data.due.provisional} basis={data.due.basis} />
          </>
        )
      }
      facts={[
        { name: t.organisation, value: data.organisation.name },
        ...(data.pricePoint === null
          ? []
          : [{ name: t.pricePoint, value: <MoneyText amount={data.pricePoint} unit /> }]),
        { name: t.appealReason, value: data.reason, wide: true },
        ...(data.checkNote === ''
          ? []
          : [
              { name: t.checkNote, value: `${data.checkNote} ${t.excludedCount(data.excluded)}`, wide: true },
            ]),
        ...(data.decisionNote === '' ? [] : [{ name: t.decisionNote, value: data.decisionNote, wide: true }]),
      ]}
      timeline={[
        { id: 'filed', at: data.filedAt, title: t.filedAt },
        ...(data.checkedAt === null ? [] : [{ id: 'checked', at: data.checkedAt, title: t.check }]),
        ...(data.decidedAt === null ? [] : [{ id: 'decided', at: data.decidedAt, title: t.decide }]),
      ]}
      documents={data.evidence.length === 0 ? undefined : <EvidenceList files={data.evidence} />}
    >
      <Section title={t.shownFinding}>
        <ZonePanel finding={data.finding} chart />
      </Section>
      {data.trades === null ? null : <Trades appeal={data} />}
    </Details>
  );
}

function Trades({ appeal }: { readonly appeal: Appeal }): ReactNode {
  const t = useTexts(texts);
  const check = useDo(checkAppeal);
  const [chosen, setChosen] = useState<readonly string[]>(
    (appeal.trades ?? []).filter((trade) => trade.chosen).map(({ id }) => id),
  );
  const [note, setNote] = useState(appeal.checkNote);
  // Who decides leaves the finding to the other person: whoever checks cannot decide.
  const mayCheck = appeal.may.includes('check') && !appeal.may.includes('decide');
  return (
    <Section title={mayCheck ? t.check : t.candidates.title}>
      {appeal.ask === 'withdrawWarning' ? null : (
        <TableView
          inside
          label={t.candidates.title}
          rows={appeal.trades ?? []}
          rowKey={(row) => row.id}
          {...(mayCheck ? { selected: chosen, onSelect: setChosen } : {})}
          columns={[
            {
              key: 'institution',
              title: t.institutions,
              card: 'title',
              render: (row) => row.institution.name,
            },
            {
              key: 'price',
              title: t.paidPrice,
              unit: '元',
              align: 'right',
              render: (row) => <MoneyText amount={row.price} />,
            },
            {
              key: 'units',
              title: t.perUnits,
              align: 'right',
              render: (row) => String(row.unitsPerPurchaseUnit),
            },
            {
              key: 'quantity',
              title: t.quantity,
              align: 'right',
              render: (row) => <QuantityText count={row.quantity} />,
            },
            {
              key: 'tradedAt',
              title: t.tradedAt,
              nowrap: true,
              render: (row) => <DateText at={row.tradedAt} time />,
            },
            ...(mayCheck
              ? []
              : [
                  {
                    key: 'chosen',
                    title: t.check,
                    card: 'state' as const,
                    render: (row: Trade) =>
                      row.chosen ? <StateTag tone="warning">{t.candidates.wrong}</StateTag> : '—',
                  },
                ]),
          ]}
        />
      )}
      {mayCheck ? (
        <div className="dl-check">
          {appeal.ask === 'withdrawWarning' ? null : <p className="dl-soft">{t.checkHint}</p>}
          <ProblemAlert problem={check.problem} />
          <Input.TextArea
            aria-label={t.checkNote}
            placeholder={t.checkNote}
            rows={3}
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <Button
            type={appeal.checkNote === '' ? 'primary' : 'default'}
            loading={check.pending}
            disabled={note.trim().length < 2}
            onClick={() =>
              void check.run({
                params: { appealId: appeal.id },
                body: { note, tradeIds: [...chosen], version: appeal.version },
              })
            }
          >
            {t.check}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function Actions({ appeal }: { readonly appeal: Appeal }): ReactNode {
  const t = useTexts(texts);
  const decide = useDo(decideAppeal);
  const withdraw = useDo(withdrawAppeal);
  const params = { appealId: appeal.id };
  const { version } = appeal;
  return (
    <>
      {appeal.may.includes('decide')
        ? ([true, false] as const).map((uphold) => (
            <ConfirmEffect
              key={String(uphold)}
              label={uphold ? t.uphold : t.dismiss}
              title={uphold ? t.uphold : t.dismiss}
              effects={uphold ? t.upholdEffects : t.dismissEffects}
              confirm={uphold ? t.uphold : t.dismiss}
              askReason="needed"
              run={({ reason }) => decide.run({ params, body: { uphold, note: reason, version } })}
              pending={decide.pending}
              problem={decide.problem}
              button={uphold ? { type: 'primary' } : {}}
            />
          ))
        : null}
      {appeal.may.includes('withdraw') ? (
        <Button loading={withdraw.pending} onClick={() => void withdraw.run({ params, body: { version } })}>
          {t.withdraw}
        </Button>
      ) : null}
    </>
  );
}
