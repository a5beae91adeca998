// screen: JS-12, JS-12B, JS-12C
import { fileAppeal, readReference } from '@daylight/api/supervision-zones.ts';
import { money } from '@daylight/rules/money.ts';
import { Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useGo, useParam, useSearch } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { useYuan } from '../../ui/numbers.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { EntityForm, needed } from '../../ui/entity-form.tsx';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { texts } from './rule-texts.ts';
import { type Finding, ZonePanel } from './zone-panel.tsx';

const levels = ['tertiary', 'secondary', 'primary'] as const;
type Level = (typeof levels)[number];

/** What institutions of a level really paid for a product, and the way to say that one of the prices is wrong. */
export function ReferencePage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const actor = useActor();
  const listingId = useParam('listingId');
  const [search, change] = useSearch();
  const level = levels.find((each) => each === search['level']) ?? 'tertiary';
  const { data, error } = useAsk(readReference, { params: {}, query: { listingId, level } });
  if (error !== null) return <PageProblem problem={error.problem} />;
  if (data === undefined) return null;
  const { listing, finding } = data;
  return (
    <>
      <PageHead
        title={`${listing.product} ${listing.specification}`}
        note={`${t.referenceNote} ${finding.since} – ${finding.until}`}
        above={{ to: '/listings', title: t.listings }}
        actions={
          actor?.kind === 'institution' ? undefined : (
            <Select<Level>
              aria-label={t.level}
              value={level}
              onChange={(next) => change({ level: next })}
              options={levels.map((value) => ({ value, label: t.levels[value] }))}
            />
          )
        }
      />
      <Section title={t.reference}>
        <ZonePanel finding={finding} smallestUnit={listing.smallestUnit} chart />
      </Section>
      {may('supervision.appeal') ? (
        <AppealForm listingId={listingId} level={level} finding={finding} />
      ) : null}
    </>
  );
}

interface Values {
  readonly pricePoint?: string;
  readonly reason: string;
  readonly evidence?: readonly string[];
}

function AppealForm(props: {
  readonly listingId: string;
  readonly level: Level;
  readonly finding: Finding;
}): ReactNode {
  const t = useTexts(texts);
  const yuan = useYuan();
  const go = useGo();
  const [search] = useSearch();
  const file = useDo(fileAppeal);
  const { bargain, order } = search;
  const subjectId = bargain ?? order;
  const [asked, setAsked] = useState<'excludeTrade' | 'withdrawWarning'>(
    subjectId === undefined ? 'excludeTrade' : 'withdrawWarning',
  );
  async function send({ pricePoint, reason, evidence = [] }: Values): Promise<unknown> {
    const common = { listingId: props.listingId, reason, evidence: [...evidence] };
    const body =
      asked === 'withdrawWarning' && subjectId !== undefined
        ? {
            ...common,
            ask: 'withdrawWarning' as const,
            subjectKind: bargain === undefined ? ('order' as const) : ('bargain' as const),
            subjectId,
          }
        : {
            ...common,
            ask: 'excludeTrade' as const,
            pricePoint: money(pricePoint ?? '0'),
            level: props.level,
          };
    const reply = await file.run({ body });
    if (reply !== null) go(`/appeals/${reply.id}`);
    return reply;
  }
  return (
    <Section title={t.newAppeal}>
      <ul className="dl-effects">
        {t.appealEffects.map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
      <EntityForm<Values> onSubmit={send} pending={file.pending} problem={file.problem} submit={t.file}>
        {subjectId === undefined ? null : (
          <Form.Item label={t.ask}>
            <Select
              value={asked}
              onChange={setAsked}
              options={(['withdrawWarning', 'excludeTrade'] as const).map((value) => ({
                value,
                label: t.asks[value],
              }))}
            />
          </Form.Item>
        )}
        {asked === 'excludeTrade' ? (
          <Form.Item name="pricePoint" label={t.chosenPrice} rules={[needed(t.chosenPriceNeeded)]}>
            <Select
              showSearch
              options={props.finding.spread.map((point) => ({
                value: point.price,
                label: `${yuan(point.price)} × ${point.trades}`,
              }))}
            />
          </Form.Item>
        ) : null}
        <Form.Item name="reason" label={t.appealReason} rules={[needed(t.appealReason)]}>
          <Input.TextArea rows={4} maxLength={1000} />
        </Form.Item>
        <Form.Item name="evidence" label={t.evidence}>
          <EvidenceBox />
        </Form.Item>
      </EntityForm>
    </Section>
  );
}
