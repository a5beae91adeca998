// screen: HN-3b, HN-15
import { decidePriceRecord, listPriceRecords, readRecordFiles } from '@daylight/api/linkage.ts';
import type { RecordItem } from '@daylight/api/linkage-shapes.ts';
import { recordKinds, recordStates } from '@daylight/rules/linkage/record.ts';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useLanguage } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Decision } from '../../ui/decision.tsx';
import { type Filter, choice } from '../../ui/filters.ts';
import { PageHead } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { moneyText } from '../../ui/format.ts';
import { DateText } from '../../ui/numbers.tsx';
import { Findings } from './findings.tsx';
import { PerUnit } from './evidence-parts.tsx';
import { usePlaceName } from './place.ts';
import { recordTone, texts } from './texts.ts';

/** The book of prices of the country; what was entered waits here for its second person. */
export function RecordListPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const go = useGo();
  const placeName = usePlaceName();
  const language = useLanguage();
  const verifies = may('linkage.verify');
  return (
    <>
      <PageHead
        title={t.records}
        note={verifies ? `${t.recordsNote}${language === 'zh' ? '。' : '. '}${t.verifyHint}` : t.recordsNote}
        actions={
          may('linkage.record') ? (
            <Button type="primary" onClick={() => go('/price-records/new')}>
              {t.enterRecord}
            </Button>
          ) : undefined
        }
      />
      <DataTable<typeof listPriceRecords>
        id="price-records"
        endpoint={listPriceRecords}
        filters={useRecordFilters()}
        columns={[
          {
            key: 'productName',
            title: t.product,
            card: 'title',
            text: (row) => `${row.productName} ${row.specification}`,
            render: (row) => (
              <TwoLines below={`${row.specification} · ${row.itemCode}`}>
                <Go to={`/national-prices/${row.itemCode}`}>
                  {row.productName === '' ? row.itemCode : row.productName}
                </Go>
              </TwoLines>
            ),
          },
          {
            key: 'jurisdiction',
            title: t.province,
            text: (row) => placeName(row.jurisdiction),
            render: (row) => <TwoLines below={t.kinds[row.kind]}>{placeName(row.jurisdiction)}</TwoLines>,
          },
          {
            key: 'price',
            title: t.price,
            align: 'right',
            text: (row) => row.price,
            render: (row) => (
              <span className="dl-number dl-unit-price">
                <span>
                  {moneyText(row.price)}{' '}
                  <small>
                    {language === 'zh' ? '元' : 'CNY'}/{row.purchaseUnit}
                  </small>
                </span>
                <small>
                  <PerUnit amount={row.smallestUnitPrice} /> {t.perSmallest}
                </small>
              </span>
            ),
          },
          {
            key: 'inForce',
            title: t.inForce,
            nowrap: true,
            text: (row) => row.effectiveFrom,
            render: (row) =>
              row.effectiveTo === null
                ? t.from(row.effectiveFrom)
                : t.between(row.effectiveFrom, row.effectiveTo),
          },
          {
            key: 'source',
            title: t.source,
            text: (row) => t.sources[row.source],
            render: (row) => (
              <TwoLines
                below={
                  <>
                    {row.enteredBy} <DateText at={row.enteredAt} />
                  </>
                }
              >
                {t.sources[row.source]} {row.sourceName}
              </TwoLines>
            ),
          },
          stateColumn(t.state, t.recordStates, recordTone),
        ]}
        tone={(row) =>
          row.state === 'entered' && row.findings.some((each) => each.severity === 'confirm')
            ? 'warning'
            : null
        }
        expand={(row) => <RecordMore record={row} />}
        bulk={verifies ? (rows, clear) => <ApproveSome rows={rows} clear={clear} /> : undefined}
        empty={{ title: t.noRecords }}
      />
    </>
  );
}

/** Records without a doubt are verified together; a doubtful one is looked at by itself. */
function ApproveSome({
  rows,
  clear,
}: {
  readonly rows: readonly RecordItem[];
  readonly clear: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const decide = useDo(decidePriceRecord);
  const sound = rows.filter(
    (row) => row.state === 'entered' && !row.own && row.findings.every((each) => each.severity !== 'confirm'),
  );
  async function run(): Promise<unknown> {
    let done = 0;
    for (const { id: recordId, itemCode } of sound) {
      const reply = await decide.run({ params: { recordId }, body: { itemCode, approve: true } });
      // What was refused is said in the dialog; those before it are verified.
      if (reply === null) return null;
      done += 1;
    }
    clear();
    void message.success(t.approvedSome(done));
    return done;
  }
  return (
    <ConfirmEffect
      label={t.approveSome(sound.length)}
      title={t.approveSome(sound.length)}
      effects={t.approveEffects}
      confirm={t.approve}
      button={{ type: 'primary', disabled: sound.length === 0 }}
      run={run}
      pending={decide.pending}
      problem={decide.problem}
    />
  );
}

function useRecordFilters(): readonly Filter[] {
  const t = useTexts(texts);
  return [
    { kind: 'search', name: 'code', label: t.code },
    choice('state', t.state, t.recordStates, recordStates),
    choice('kind', t.kind, t.kinds, recordKinds),
    { kind: 'flag', name: 'doubtful', label: t.doubtful },
  ];
}

function RecordMore({ record }: { readonly record: RecordItem }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const may = useMay();
  const params = { recordId: record.id };
  const { data } = useAsk(readRecordFiles, { params });
  return (
    <>
      <Findings findings={record.findings} />
      {record.reason === '' ? null : (
        <p>
          {t.explain}
          {m.colon}
          {record.reason}
        </p>
      )}
      {record.document === '' ? null : (
        <p className="dl-break">
          {t.document}
          {m.colon}
          {record.document}
        </p>
      )}
      {record.note === '' ? null : (
        <p>
          {t.verifiedBy} {record.verifiedBy}
          {m.colon}
          {record.note}
        </p>
      )}
      {data === undefined || data.files.length === 0 ? null : <EvidenceList files={data.files} />}
      {record.state === 'entered' && may('linkage.verify') ? <Decide record={record} /> : null}
    </>
  );
}

function Decide({ record }: { readonly record: RecordItem }): ReactNode {
  const t = useTexts(texts);
  const decide = useDo(decidePriceRecord);
  if (record.own) return <p className="dl-soft">{t.ownRecord}</p>;
  const params = { recordId: record.id };
  const { itemCode } = record;
  return (
    <div className="dl-actions">
      <Decision
        yes={{ label: t.approve, effects: t.approveEffects }}
        no={{ label: t.reject, effects: t.rejectEffects }}
        run={(approve, note) =>
          decide.run({ params, body: { itemCode, approve, ...(approve ? {} : { note }) } })
        }
        step={decide}
      />
    </div>
  );
}
