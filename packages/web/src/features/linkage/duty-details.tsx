// screen: JS-13a, JS-13c, JS-7, JS-9
import {
  contestPriceDuty,
  decidePriceDuty,
  declarePriceDuty,
  readPriceDuty,
} from '@daylight/api/linkage-duty.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { Checkbox, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useJurisdictionName } from '../../reference.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { EvidenceBox, EvidenceList } from '../../ui/evidence-box.tsx';
import { lastMomentText, moneyText } from '../../ui/format.ts';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { Evidence, WhyLowest } from './evidence-parts.tsx';
import { dutyTexts, dutyTone } from './duty-texts.ts';
import './linkage.css';

type Duty = ReplyOf<typeof readPriceDuty>;

/** One duty: the new lowest price with its evidence, the clock, and whose turn it is. */
export function DutyDetailsPage(): ReactNode {
  const t = useTexts(dutyTexts);
  const placeName = useJurisdictionName();
  const dutyId = useParam('dutyId');
  const { data: duty, error, refetch } = useAsk(readPriceDuty, { params: { dutyId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (duty === undefined) return <PageSkeleton />;
  const { product } = duty;
  const isOver = duty.state === 'fulfilled' || duty.state === 'dismissed';
  return (
    <Details
      title={product.productName}
      note={`${product.specification} · ${duty.number}`}
      above={{ to: '/price-duties', title: t.title }}
      state={<StateTag tone={dutyTone[duty.state]}>{t.states[duty.state]}</StateTag>}
      actions={
        <>
          {duty.mayAnswer ? <Answer duty={duty} /> : null}
          {duty.decisions.map((decision) => (
            <Decide key={decision} duty={duty} decision={decision} />
          ))}
        </>
      }
      next={isOver ? undefined : t.next[duty.state]}
      facts={factsOf(duty, t, placeName)}
    >
      {duty.alike.length === 0 ? null : <AlikeDuties duty={duty} />}
      <Section title={t.evidence} extra={<WhyLowest lowest={duty.lowest} />}>
        <Evidence lowest={duty.lowest} />
      </Section>
      {duty.declaredAt === null ? null : (
        <Section title={t.statement}>
          <p>{duty.statement === null || duty.statement === '' ? '—' : duty.statement}</p>
          <EvidenceList files={duty.files} />
        </Section>
      )}
      {duty.note === null || duty.note === '' ? null : (
        <Section title={t.note}>
          <p>{duty.note}</p>
        </Section>
      )}
    </Details>
  );
}

function factsOf(duty: Duty, t: (typeof dutyTexts)['zh'], placeName: (code: string) => string) {
  return [
    { name: t.manufacturer, value: duty.manufacturer.name },
    { name: t.listing, value: <Go to={`/listings/${duty.listingId}`}>{duty.listingNumber}</Go> },
    { name: t.directory, value: placeName(duty.jurisdiction) },
    { name: t.listingPrice, value: <MoneyText amount={duty.listingPrice} unit /> },
    { name: t.target, value: <MoneyText amount={duty.price} unit strong /> },
    { name: t.priceNow, value: <MoneyText amount={duty.priceNow} unit /> },
    { name: t.effectiveFrom, value: duty.effectiveFrom },
    { name: t.opened, value: <DateText at={duty.openedAt} time /> },
    { name: t.statutory, value: lastMomentText(duty.statutoryDueAt as Instant) },
    {
      name: t.answerUntil,
      value:
        duty.state === 'open' ? (
          <Deadline dueAt={duty.dueAt} provisional={duty.provisional} basis={duty.basis} />
        ) : (
          lastMomentText(duty.dueAt as Instant)
        ),
    },
    {
      name: t.declared,
      value:
        duty.declaredAt === null ? null : (
          <>
            <DateText at={duty.declaredAt} time />{' '}
            {duty.late ? <StateTag tone="danger">{t.late}</StateTag> : null}
          </>
        ),
    },
    ...(duty.decidedBy === null ? [] : [{ name: t.decidedBy, value: duty.decidedBy }]),
    { name: t.basis, value: <Article basis={duty.basis} /> },
  ];
}

/** The same product in the other directories: answered by the same declaration, each with its own price. */
function AlikeDuties({ duty }: { readonly duty: Duty }): ReactNode {
  const t = useTexts(dutyTexts);
  const placeName = useJurisdictionName();
  const waits = waitsForFirm.includes(duty.state);
  return (
    <Section
      title={t.alike(duty.alike.length)}
      extra={waits ? <small className="dl-soft">{t.alikeNote}</small> : undefined}
    >
      <TableView
        inside
        rows={duty.alike}
        rowKey={(row) => row.id}
        href={(row) => `/price-duties/${row.id}`}
        columns={[
          { key: 'place', title: t.directory, card: 'title', render: (row) => placeName(row.place) },
          { key: 'number', title: t.number, nowrap: true, render: (row) => row.number },
          {
            key: 'price',
            title: t.fromTo,
            unit: '元',
            align: 'right',
            render: (row) => (
              <span className="dl-number">
                {moneyText(row.listingPrice)} → <strong>{moneyText(row.price)}</strong>
              </span>
            ),
          },
          stateColumn(t.state, t.states, dutyTone),
        ]}
      />
    </Section>
  );
}

const waitsForFirm: readonly Duty['state'][] = ['open', 'overdue', 'suspended'];

function Answer({ duty }: { readonly duty: Duty }): ReactNode {
  const t = useTexts(dutyTexts);
  const declare = useDo(declarePriceDuty, { touches: ['listing'] });
  const contest = useDo(contestPriceDuty);
  const [statement, setStatement] = useState('');
  const [evidenceIds, setEvidenceIds] = useState<readonly string[]>([]);
  const params = { dutyId: duty.id };
  const along = duty.alike.filter((each) => waitsForFirm.includes(each.state)).length;
  const body = { version: duty.version, statement: statement.trim(), evidenceIds: [...evidenceIds] };
  const inputs = (
    <Form layout="vertical" component="div">
      <Form.Item label={t.yourStatement}>
        <Input.TextArea
          aria-label={t.yourStatement}
          value={statement}
          maxLength={1000}
          rows={3}
          onChange={(event) => setStatement(event.target.value)}
        />
      </Form.Item>
      <EvidenceBox label={t.files} value={evidenceIds} onChange={setEvidenceIds} />
    </Form>
  );
  return (
    <>
      <ConfirmEffect
        label={t.declare}
        title={t.declare}
        effects={[
          ...t.declareEffects(moneyText(duty.price)),
          ...(along === 0 ? [] : [t.declareAlike(along)]),
        ]}
        confirm={t.declare}
        basis={duty.basis}
        button={{ type: 'primary' }}
        run={() => declare.run({ params, body })}
        pending={declare.pending}
        problem={declare.problem}
      >
        {inputs}
      </ConfirmEffect>
      <ConfirmEffect
        label={t.contest}
        title={t.contest}
        effects={[...t.contestEffects, ...(along === 0 ? [] : [t.contestAlike])]}
        confirm={t.contest}
        run={() => contest.run({ params, body })}
        pending={contest.pending}
        problem={contest.problem}
      >
        {inputs}
      </ConfirmEffect>
    </>
  );
}

function Decide({
  duty,
  decision,
}: {
  readonly duty: Duty;
  readonly decision: Duty['decisions'][number];
}): ReactNode {
  const t = useTexts(dutyTexts);
  const decide = useDo(decidePriceDuty, { touches: ['listing', 'portal'] });
  const along = duty.alike.filter((each) => each.state === duty.state).length;
  const [isForAll, setForAll] = useState(true);
  const suspends = decision === 'suspend' || decision === 'untrue';
  return (
    <ConfirmEffect
      label={t.decisions[decision]}
      title={t.decisions[decision]}
      effects={t.effects[decision](moneyText(duty.price))}
      confirm={t.decisions[decision]}
      askReason={decision === 'confirm' ? 'optional' : 'needed'}
      irreversible={suspends}
      button={{ type: decision === 'confirm' ? 'primary' : 'default', danger: suspends }}
      run={({ reason }) =>
        decide.run({
          params: { dutyId: duty.id },
          body: { version: duty.version, decision, note: reason, alike: isForAll && along > 0 },
        })
      }
      pending={decide.pending}
      problem={decide.problem}
    >
      {along === 0 ? null : (
        <Form.Item>
          <Checkbox checked={isForAll} onChange={(event) => setForAll(event.target.checked)}>
            {t.decideAlike(along)}
          </Checkbox>
        </Form.Item>
      )}
    </ConfirmEffect>
  );
}
