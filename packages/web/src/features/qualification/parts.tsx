import type { QualificationChangeWire, QualificationWire } from '@daylight/api/qualification-shapes.ts';
import type { ReactNode } from 'react';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { useKinds } from './kinds.ts';
import { pathTone, stateTone, texts } from './texts.ts';

type Basis = Parameters<typeof Article>[0]['basis'];

export function QualificationState({
  row,
}: {
  readonly row: Pick<QualificationWire, 'state'> & { readonly changing?: boolean };
}): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <StateTag tone={stateTone[row.state]}>{t.states[row.state]}</StateTag>
      {row.changing === true ? <small className="dl-soft"> {t.changing}</small> : null}
    </>
  );
}

export function PathState({ state }: { readonly state: QualificationChangeWire['state'] }): ReactNode {
  const t = useTexts(texts);
  return <StateTag tone={pathTone[state]}>{t.pathStates[state]}</StateTag>;
}

/** From and until, with the days that are left where it matters. */
export function Validity({
  row,
}: {
  readonly row: Pick<QualificationWire, 'validFrom' | 'validUntil'> & {
    readonly daysLeft?: number | null;
    readonly state?: QualificationWire['state'];
  };
}): ReactNode {
  const t = useTexts(texts);
  if (row.validFrom === null) return '—';
  const left = row.daysLeft ?? null;
  const isNear = left !== null && left <= 90 && (row.state === 'inForce' || row.state === 'expired');
  return (
    <>
      {row.validFrom} – {row.validUntil ?? t.endless}
      {isNear ? (
        <>
          <br />
          <small className={left <= 30 ? 'dl-danger' : 'dl-soft'}>{t.daysLeft(left)}</small>
        </>
      ) : null}
    </>
  );
}

/** What an enterprise lacks, each with its reason and article. */
export function Lacking({
  items,
}: {
  readonly items: readonly {
    readonly kind: string;
    readonly reason: 'missing' | 'unconfirmed' | 'expired' | 'suspended';
    readonly basis: Basis;
  }[];
}): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const { nameOf } = useKinds();
  return (
    <ul className="dl-effects">
      {items.map((lack) => (
        <li key={lack.kind}>
          {nameOf(lack.kind)}
          {m.colon}
          {t.lackReasons[lack.reason]} <Article basis={lack.basis} />
        </li>
      ))}
    </ul>
  );
}
