import {
  checkQualificationChange,
  confirmQualificationChange,
  withdrawQualificationChange,
} from '@daylight/api/qualification.ts';
import type { ContentsWire, QualificationChangeWire } from '@daylight/api/qualification-shapes.ts';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { texts } from './texts.ts';

/** What this person may do with a declaration now: pass, confirm, return or take back. */
export function ChangeSteps({ change }: { readonly change: QualificationChangeWire }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const touches = ['listing'];
  const check = useDo(checkQualificationChange, { touches });
  const confirm = useDo(confirmQualificationChange, { touches });
  const withdraw = useDo(withdrawQualificationChange);
  const params = { changeId: change.id };
  const { version, may } = change;
  const returning = change.state === 'submitted' ? check : confirm;
  const open = <T,>(name: QualificationChangeWire['may'][number], button: T): T | null =>
    may.includes(name) ? button : null;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- keeps a click on a button from opening the row
    <span className="dl-actions" onClick={(event) => event.stopPropagation()}>
      {open(
        'check',
        <ConfirmEffect
          label={t.check}
          title={`${t.check}${m.colon}${change.number}`}
          effects={[t.checkEffect]}
          confirm={t.check}
          askReason="optional"
          run={({ reason }) => check.run({ params, body: { pass: true, note: reason, version } })}
          pending={check.pending}
          problem={check.problem}
          button={{ type: 'primary', size: 'small' }}
        />,
      )}
      {open(
        'confirm',
        <ConfirmEffect
          label={t.confirm}
          title={`${t.confirm}${m.colon}${change.number}`}
          effects={t.confirmEffects}
          confirm={t.confirm}
          askReason="optional"
          run={({ reason }) => confirm.run({ params, body: { pass: true, note: reason, version } })}
          pending={confirm.pending}
          problem={confirm.problem}
          button={{ type: 'primary', size: 'small' }}
        />,
      )}
      {open(
        'return',
        <ConfirmEffect
          label={t.return}
          title={`${t.return}${m.colon}${change.number}`}
          effects={[t.returnEffect]}
          confirm={t.return}
          askReason="needed"
          run={({ reason }) => returning.run({ params, body: { pass: false, note: reason, version } })}
          pending={returning.pending}
          problem={returning.problem}
          button={{ size: 'small' }}
        />,
      )}
      {open(
        'withdraw',
        <ConfirmEffect
          label={t.withdraw}
          title={`${t.withdraw}${m.colon}${change.number}`}
          effects={[t.withdrawEffect]}
          confirm={t.withdraw}
          run={() => withdraw.run({ params, body: { version } })}
          pending={withdraw.pending}
          problem={withdraw.problem}
          button={{ size: 'small' }}
        />,
      )}
    </span>
  );
}

const compared = ['holder', 'issuer', 'scope', 'validFrom', 'validUntil'] as const;

/** What is in force beside what was declared; only lines that differ. */
export function Comparison({ change }: { readonly change: QualificationChangeWire }): ReactNode {
  const t = useTexts(texts);
  const names = {
    holder: t.holderShort,
    issuer: t.issuer,
    scope: t.scope,
    validFrom: t.validFrom,
    validUntil: t.validUntil,
  };
  const valueOf = (contents: ContentsWire | null, key: (typeof compared)[number]): string =>
    contents === null ? '—' : (contents[key] ?? t.endless) || '—';
  const rows = compared
    .map((key) => ({ key, now: valueOf(change.now, key), next: valueOf(change.contents, key) }))
    .filter((row) => row.now !== row.next);
  return (
    <TableView
      inside
      label={t.changes}
      rows={rows}
      rowKey={(row) => row.key}
      empty={t.unchanged}
      columns={[
        { key: 'field', title: t.field, card: 'title', render: (row) => names[row.key] },
        { key: 'now', title: t.now, render: (row) => row.now },
        { key: 'next', title: t.next, render: (row) => row.next },
      ]}
    />
  );
}
