import { checkReport, saveReportDraft, submitReport } from '@daylight/api/demand.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { Alert, App, Button } from 'antd';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import {
  type ReportView,
  type Typed,
  type TypedItem,
  bodyOf,
  draftOf,
  emptyCells,
  typedOf,
} from './editing.ts';
import { ItemEditor } from './item-editor.tsx';
import { texts } from './texts.ts';

type Findings = ReplyOf<typeof checkReport>['findings'];

/** The report while its window is open: item by item, kept as a draft, checked, handed in. */
export function ReportEditor({
  report,
  onWorkbook,
}: {
  readonly report: ReportView;
  readonly onWorkbook: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const { message } = App.useApp();
  const [typed, setTyped] = useState<Typed>(() => typedOf(report));
  const [findings, setFindings] = useState<Findings | null>(null);
  const draft = useDo(saveReportDraft);
  const check = useDo(checkReport);
  const submit = useDo(submitReport);
  const { tenderId, version } = report.head;
  const empty = emptyCells(typed);
  const found = useRef<HTMLDivElement>(null);
  // The bar of buttons stays at the foot of the window: what was found is brought above it.
  useEffect(() => {
    if (findings !== null) found.current?.scrollIntoView({ block: 'center' });
  }, [findings]);
  const change = useCallback((item: string, next: TypedItem) => {
    setFindings(null);
    setTyped((before) => ({ ...before, [item]: next }));
  }, []);
  async function keep(): Promise<void> {
    const kept = await draft.run({ params: { tenderId }, body: { version, ...draftOf(typed) } });
    if (kept !== null) void message.success(t.draftSaved);
  }
  async function look(): Promise<void> {
    const reply = await check.run({ params: { tenderId }, body: bodyOf(typed) });
    setFindings(reply?.findings ?? null);
  }
  async function handIn() {
    const done = await submit.run({ params: { tenderId }, body: { version, ...bodyOf(typed) } });
    if (done !== null) void message.success(t.submitted(done.lineCount));
    return done;
  }
  return (
    <>
      {report.draft === null ? null : (
        <p className="dl-soft">
          {t.draftFrom} <DateText at={report.draft.at} time />
        </p>
      )}
      {report.items.map((item) => (
        <ItemEditor
          key={item.item}
          tenderId={tenderId}
          item={item}
          deviation={report.deviation}
          typed={typed[item.item] ?? { lines: [], noNeed: null }}
          onChange={change}
        />
      ))}
      <div ref={found} aria-live="polite">
        {findings === null ? null : (
          <Alert
            type={findings.length === 0 ? 'success' : 'warning'}
            showIcon
            title={findings.length === 0 ? t.checkClean : t.checkFound(findings.length)}
            description={
              findings.length === 0 ? undefined : (
                <ul className="dl-report-findings">
                  {findings.map((each) => (
                    <li key={`${each.field}-${each.code}-${each.text.en}`}>{say(each.text)}</li>
                  ))}
                </ul>
              )
            }
          />
        )}
      </div>
      <ProblemAlert problem={draft.problem ?? check.problem} />
      <div className="dl-report-actions">
        <ConfirmEffect
          label={t.submit}
          title={t.submitTitle}
          effects={t.submitEffects}
          confirm={t.submit}
          basis={report.basis}
          run={handIn}
          pending={submit.pending}
          problem={submit.problem}
          button={{ type: 'primary', disabled: empty > 0 }}
        />
        <Button loading={check.pending} disabled={empty > 0} onClick={() => void look()}>
          {t.check}
        </Button>
        <Button loading={draft.pending} onClick={() => void keep()}>
          {t.saveDraft}
        </Button>
        <Button onClick={onWorkbook}>{t.workbook}</Button>
        {empty > 0 ? <span className="dl-soft">{t.incomplete(empty)}</span> : null}
      </div>
    </>
  );
}
