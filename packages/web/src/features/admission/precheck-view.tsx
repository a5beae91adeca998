import {
  conditionReasons,
  conditionWords,
  priceFromWords,
  reasonSentence,
  remedyWords,
  tallyWords,
  whyNotWords,
} from '@daylight/api/admission-words.ts';
import type { PrecheckFinding } from '@daylight/api/admission-shapes.ts';
import type { ConditionFinding, Tally } from '@daylight/rules/admission/precheck.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { MoneyText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import type { ReactNode } from 'react';
import './admission.css';
import { conditionTone } from './states.ts';
import { texts } from './texts.ts';
import type { ShownLine } from './types.ts';

export type Names = ReadonlyMap<string, string>;

interface Props {
  readonly finding: Pick<PrecheckFinding, 'state' | 'listingPrice' | 'priceFrom'> & {
    readonly conditions: readonly ConditionFinding[];
  };
  readonly facts: ShownLine['facts'];
  /** Names of provinces by their first two digits, and of places by code. */
  readonly names: Names;
  /** What the officer reads beside a condition. */
  readonly beside?: (finding: ConditionFinding) => ReactNode;
}

/** Every condition of the way with its article, how far it is met, why not, and what would change it. */
export function PrecheckView({ finding, facts, names, beside }: Props): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  return (
    <div className="dl-precheck">
      <ul>
        {finding.conditions.map((each) => (
          <Condition key={each.kind} finding={each} facts={facts} names={names} beside={beside} />
        ))}
      </ul>
      <p className="dl-precheck-price">
        {t.listingPrice} <MoneyText amount={finding.listingPrice} unit strong />{' '}
        {finding.priceFrom === null ? null : (
          <span className="dl-soft">{t.priceFrom(say(priceFromWords[finding.priceFrom]))}</span>
        )}
      </p>
    </div>
  );
}

function Condition({
  finding,
  facts,
  names,
  beside,
}: Omit<Props, 'finding'> & { readonly finding: ConditionFinding }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const language = useLanguage();
  const { state, kind, reason, tallies, remedies } = finding;
  const words = reason !== null && reason in conditionReasons;
  const lacking = kind === 'qualified' ? facts.qualification.lacking : [];
  return (
    <li data-state={state}>
      <div className="dl-precheck-head">
        <StateTag tone={conditionTone[state]}>{t[state]}</StateTag>
        <strong>{say(conditionWords[kind])}</strong>
        <Article basis={finding.basis} />
      </div>
      {words && tallies.length === 0 ? <p>{reasonSentence(reason, finding.facts, language)}</p> : null}
      {lacking.length === 0 ? null : (
        <p>
          {t.lacking}
          {m.colon}
          {lacking
            .map((each) => `${say(each.name)}${m.open}${t.lackReasons[each.reason]}${m.close}`)
            .join(m.list)}
        </p>
      )}
      {tallies.length > 1 ? <p className="dl-soft">{t.either}</p> : null}
      {tallies.map((tally) => (
        <Count key={tally.of} tally={tally} facts={facts} names={names} />
      ))}
      {state === 'met' || remedies.length === 0 ? null : (
        <p className="dl-soft">
          {t.remedies}
          {m.colon}
          {remedies
            .map((code) => (remedyWords[code] === undefined ? code : say(remedyWords[code])))
            .join(m.semicolon)}
        </p>
      )}
      {beside?.(finding)}
    </li>
  );
}

/** What was handed in and waits to be verified is not missing: nobody has to look for it any more. */
export function stillMissing(tally: Tally): number {
  return Math.max(0, tally.missing - tally.unverified.length);
}

/** A bar that counts: 12/15 省, with what waits and what does not count. */
function Count({
  tally,
  facts,
  names,
}: {
  readonly tally: Tally;
  readonly facts: ShownLine['facts'];
  readonly names: Names;
}): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const of = say(tallyWords[tally.of]);
  const share = (n: number): number => (tally.need === 0 ? 100 : Math.min(100, (n / tally.need) * 100));
  const have = tally.counted.length;
  const open = tally.unverified.length;
  const missing = stillMissing(tally);
  const institutions = new Map(facts.filings.map((each) => [each.institutionId, each.institution]));
  const nameOf = (place: string, id = ''): string => institutions.get(id) ?? names.get(place) ?? place;
  return (
    <div className="dl-count">
      <div className="dl-count-head">
        <b>
          {have}/{tally.need} {of}
        </b>
        <span>
          {tally.missing === 0 ? t.enough : missing === 0 ? t.enoughWaiting : t.missing(missing, of)}
        </span>
        {open === 0 ? null : (
          <span className="dl-soft">
            {open} {t.unverified}
          </span>
        )}
        <Article basis={tally.basis} />
      </div>
      <svg viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden>
        <rect width="100" height="3" data-part="all" />
        <rect width={share(have + open)} height="3" data-part="open" />
        <rect width={share(have)} height="3" data-part="have" />
      </svg>
      {have + open === 0 ? null : (
        <p className="dl-soft">
          {[
            ...tally.counted,
            ...tally.unverified.map((each) => `${nameOf(each, each)}${m.open}${t.unverified}${m.close}`),
          ]
            .map((each) => nameOf(each, each))
            .join(m.list)}
        </p>
      )}
      {tally.notCounted.length === 0 ? null : (
        <details>
          <summary>{t.notCountedTitle(tally.notCounted.length)}</summary>
          <ul>
            {tally.notCounted.map((each) => (
              <li key={`${each.id}${each.reason}`}>
                {nameOf(each.place, each.id)}
                {m.colon}
                {say(whyNotWords[each.reason])}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Names of places for the counts. */
export function namesOf(places: readonly { readonly code: string; readonly name: string }[]): Names {
  return new Map(
    places.flatMap(({ code, name }) => [[code, name] as const, [code.slice(0, 2), name] as const]),
  );
}
