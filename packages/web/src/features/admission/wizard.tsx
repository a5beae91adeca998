// screen: JS-7, JS-8, JS-9, JS-10, HN-2, HN-6a, HN-6b, HN-7a
import { prepareAdmission, readAdmission } from '@daylight/api/admission.ts';
import { classWords } from '@daylight/api/admission-words.ts';
import { precheck } from '@daylight/rules/admission/precheck.ts';
import type { Money } from '@daylight/rules/money.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { Alert, Button, Form, Input, Radio, Select } from 'antd';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useSearch } from '../../navigate.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { useDraft } from '../../ui/draft.ts';
import { EvidenceBox } from '../../ui/evidence-box.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { PrecheckView, namesOf } from './precheck-view.tsx';
import { ProductPicker } from './product-picker.tsx';
import { conditionTone } from './states.ts';
import { texts } from './texts.ts';
import type { Prepared } from './types.ts';
import { End, type Judged, type WizardProps } from './wizard-end.tsx';
import { LineTable, RecordTable } from './wizard-tables.tsx';
import { type Typed, codesOf, linesOf, nothing, typedOf } from './wizard-state.ts';

/** From product to submission on one page; an existing draft (?draft=) or an ended application (?from=) fills it. */
export function WizardPage(): ReactNode {
  const [search] = useSearch();
  const id = search['draft'] ?? search['from'] ?? '';
  const { data, error, refetch } = useAsk(
    readAdmission,
    { params: { admissionId: id } },
    { enabled: id !== '', keep: false },
  );
  if (id === '') return <Wizard key="new" view={null} isDraft={false} code={search['code'] ?? ''} />;
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return <Wizard key={data.id} view={data} isDraft={search['draft'] !== undefined} code="" />;
}

const classes = ['highValueSix', 'highValueFive', 'ordinary', 'reagent'] as const;

function begin({ view, isDraft, code }: WizardProps, kept: Typed | null): Typed {
  if (view !== null) return typedOf(view, isDraft);
  if (code !== '') return { ...nothing, lines: [{ code }] };
  return kept ?? nothing;
}

function Wizard(props: WizardProps): ReactNode {
  const t = useTexts(texts);
  const kept = useDraft<Typed>('admission.new');
  const [typed, setTyped] = useState<Typed>(() => begin(props, kept.found));
  const isNew = props.view === null;
  function change(changes: Partial<Typed>): void {
    const next = { ...typed, ...changes };
    setTyped(next);
    if (isNew) kept.put(next);
  }
  const codes = codesOf(typed);
  const { data: prepared, error } = useAsk(
    prepareAdmission,
    {
      query: {
        codes: codes.join(','),
        shortlisted: typed.formerlyShortlisted ? 'true' : 'false',
        ...(typed.class === null ? {} : { class: typed.class }),
        ...(typed.city === null ? {} : { place: typed.city }),
      },
    },
    { enabled: codes.length > 0 },
  );
  useFilledPacks(typed, prepared, change);
  const found = useMemo(() => judgedLines(typed, prepared), [typed, prepared]);
  const has = codes.length > 0;
  return (
    <>
      <PageHead
        title={props.isDraft ? t.wizardDraft : t.wizard}
        note={t.wizardNote}
        above={{ to: '/admissions', title: t.admissions }}
      />
      <Section title={t.stepProduct}>
        <ProductPicker chosen={codes} onAdd={(code) => change({ lines: [...typed.lines, { code }] })} />
      </Section>
      {error === null ? null : <ProblemAlert problem={error.problem} />}
      <Section title={t.stepPath}>
        {!has || prepared === undefined ? (
          <p className="dl-soft">{t.nothingChosen}</p>
        ) : (
          <PathChoice typed={typed} change={change} prepared={prepared} />
        )}
      </Section>
      <Section title={t.stepLines}>
        <LineTable typed={typed} change={change} linesMax={prepared?.linesMax ?? 50} problems={new Map()} />
      </Section>
      {!has || prepared === undefined ? null : (
        <>
          <Section title={t.stepRecords}>
            <p className="dl-soft">{t.recordsNote}</p>
            <RecordTable typed={typed} change={change} places={prepared.provinces} />
          </Section>
          <Section title={t.stepCheck}>
            {found.map((each) => (
              <div key={each.at} className="dl-line-block">
                <header>
                  <strong>
                    {t.lineNo(each.at + 1)} {each.facts.item?.productName ?? each.facts.itemCode}{' '}
                    {each.facts.item?.specification}
                  </strong>
                  <StateTag tone={conditionTone[each.found.state]}>
                    {each.found.state === 'met' ? t.allMet : t[each.found.state]}
                  </StateTag>
                </header>
                <PrecheckView
                  finding={{ ...each.found, conditions: each.found.conditions }}
                  facts={each.facts}
                  names={namesOf([...prepared.provinces, ...prepared.cities])}
                />
              </div>
            ))}
          </Section>
        </>
      )}
      <Section title={t.stepFiles}>
        <p className="dl-soft">{t.filesHint}</p>
        <EvidenceBox
          value={typed.evidence}
          onChange={(evidence) => change({ evidence })}
          label={t.files}
          known={props.isDraft ? (props.view?.evidence ?? []) : []}
        />
        <Form layout="vertical">
          <Form.Item label={t.note} htmlFor="admission-note">
            <Input.TextArea
              id="admission-note"
              rows={3}
              maxLength={1000}
              value={typed.note}
              onChange={(event) => change({ note: event.target.value })}
            />
          </Form.Item>
        </Form>
      </Section>
      {prepared === undefined || !has ? null : (
        <End {...props} typed={typed} prepared={prepared} found={found} forget={kept.drop} />
      )}
      {isNew && kept.keptAt !== null ? (
        <p className="dl-soft">
          {t.draftKept(kept.keptAt)}{' '}
          <Button
            size="small"
            type="link"
            onClick={() => {
              kept.drop();
              setTyped(nothing);
            }}
          >
            {t.startOver}
          </Button>
        </p>
      ) : null}
    </>
  );
}

/** The pack in which a like product is listed, where none is typed yet. */
function useFilledPacks(
  typed: Typed,
  prepared: Prepared | undefined,
  change: (changes: Partial<Typed>) => void,
): void {
  useEffect(() => {
    if (prepared === undefined) return;
    const likely = new Map(prepared.lines.map((line) => [line.itemCode, line.likely]));
    const lines = typed.lines.map((row) => {
      const pack = likely.get((row['code'] ?? '').trim()) ?? null;
      const isEmpty = ['unit', 'smallest', 'units'].every((key) => (row[key] ?? '') === '');
      if (pack === null || !isEmpty) return row;
      return {
        ...row,
        unit: pack.purchaseUnit,
        smallest: pack.smallestUnit,
        units: String(pack.unitsPerPurchaseUnit),
      };
    });
    if (lines.some((row, at) => row !== typed.lines[at])) change({ lines });
    // oxlint-disable-next-line react/exhaustive-deps -- when facts arrive, not on every key
  }, [prepared]);
}

/** The server's own rule, run here on every key. */
function judgedLines(typed: Typed, prepared: Prepared | undefined): readonly Judged[] {
  if (prepared === undefined) return [];
  const known = new Map(prepared.lines.map((line) => [line.itemCode, line]));
  return linesOf(typed, prepared.provinces).flatMap((line, at) => {
    const facts = known.get(line.itemCode);
    if (facts === undefined) return [];
    const found = precheck({
      application: {
        itemCode: line.itemCode,
        jurisdiction: prepared.directory.jurisdiction,
        on: prepared.on,
        item: facts.item,
        applicant: prepared.applicant,
        declared:
          line.price === null
            ? null
            : { price: line.price as Money, unitsPerPurchaseUnit: line.unitsPerPurchaseUnit },
        shortlistNote: typed.shortlistNote,
        confirmed: [],
        listedAs: facts.listedAs,
      },
      records: [
        ...facts.records,
        ...(line.records ?? []).map((record, n) => ({
          ...record,
          id: `typed-${n + 1}`,
          price: record.price as Money,
          effectiveFrom: record.effectiveFrom as IsoDate,
          effectiveTo: (record.effectiveTo ?? null) as IsoDate | null,
          state: 'entered' as const,
        })),
      ],
      filings: facts.filings,
      qualification: facts.qualification,
      lowest: facts.lowest,
      policy: prepared.policy,
    });
    return [{ at, facts, found }];
  });
}

function PathChoice({
  typed,
  change,
  prepared,
}: {
  readonly typed: Typed;
  readonly change: (changes: Partial<Typed>) => void;
  readonly prepared: Prepared;
}): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const { directory, policy, cities } = prepared;
  const { path } = policy;
  const basis = { document: path.document, article: path.article, clause: path.clause };
  const asksShortlist = path.formerlyShortlisted !== null;
  return (
    <Form layout="vertical">
      <Form.Item label={t.ofClass} htmlFor="admission-class">
        <Select
          id="admission-class"
          value={typed.class ?? prepared.class}
          onChange={(value) => change({ class: value })}
          options={classes.map((value) => ({ value, label: say(classWords[value]) }))}
        />
      </Form.Item>
      {asksShortlist ? (
        <Form.Item label={t.shortlisted}>
          <Radio.Group
            value={typed.formerlyShortlisted}
            onChange={(event) => change({ formerlyShortlisted: event.target.value === true })}
            options={[
              { value: true, label: t.yesShortlisted },
              { value: false, label: t.notShortlisted },
            ]}
          />
        </Form.Item>
      ) : null}
      {asksShortlist && typed.formerlyShortlisted ? (
        <Form.Item label={t.shortlistNote} htmlFor="admission-shortlist" required>
          <Input
            id="admission-shortlist"
            value={typed.shortlistNote}
            placeholder={t.shortlistHint}
            maxLength={200}
            onChange={(event) => change({ shortlistNote: event.target.value })}
          />
        </Form.Item>
      ) : null}
      {cities.length === 0 ? null : (
        <Form.Item label={t.city} htmlFor="admission-city">
          <Select
            id="admission-city"
            value={directory.jurisdiction}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(value) => change({ city: value })}
            options={cities.map(({ code, name }) => ({ value: code, label: name }))}
          />
        </Form.Item>
      )}
      <Alert
        type="info"
        showIcon
        title={
          <>
            {t.pathFound}
            {m.colon}
            <strong>{say(path)}</strong> <Article basis={basis} />
          </>
        }
        description={
          <>
            {directory.managedBy === 'province'
              ? t.managedProvince(directory.name)
              : t.managedCity(directory.name)}{' '}
            <Article basis={directory.basis} />
            {prepared.policyOrigin === 'default' ? <p className="dl-soft">{t.byDefault}</p> : null}
          </>
        }
      />
    </Form>
  );
}
