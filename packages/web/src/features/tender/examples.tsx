import { listRoundPacks, showRoundPack } from '@daylight/api/tender.ts';
import type { WorkedCase } from '@daylight/rules/award/worked-case.ts';
import { Button, Tooltip } from 'antd';
import { type ReactNode, useState } from 'react';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { Problem } from '@daylight/api/wire.ts';
import { ProblemError, call } from '../../api.ts';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Section } from '../../ui/details.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { texts } from './texts.ts';

type Summary = ReplyOf<typeof listRoundPacks>['packs'][number];
type Open = (example: { readonly pack: unknown; readonly worked: WorkedCase }) => void;

/** Published rounds with worked bids: one click makes the bundle here and verifies it. */
export function Examples({ onOpen }: { readonly onOpen: Open }): ReactNode {
  const t = useTexts(texts);
  const { data, error, refetch } = useAsk(listRoundPacks, {});
  const [problem, setProblem] = useState<Problem | null>(null);
  const open = async (id: string, place: number): Promise<void> => {
    setProblem(null);
    try {
      const { pack, cases } = await call(showRoundPack, { params: { id } });
      const worked = cases[place];
      window.scrollTo({ top: 0, behavior: 'smooth' });
      // The worker reads the round before it computes anything.
      if (worked !== undefined) onOpen({ pack, worked: worked as unknown as WorkedCase });
    } catch (failure) {
      if (!(failure instanceof ProblemError)) throw failure;
      setProblem(failure.problem);
    }
  };
  return (
    <Section title={t.examples}>
      <p className="dl-soft">{t.examplesNote}</p>
      <ProblemAlert problem={problem ?? error?.problem ?? null} onRetry={() => void refetch()} />
      <ul className="dl-tender-examples">
        {(data?.packs ?? []).map((pack) => (
          <Example key={pack.id} pack={pack} onOpen={(place) => void open(pack.id, place)} />
        ))}
      </ul>
    </Section>
  );
}

const atOnce = 3;

function Example({
  pack,
  onOpen,
}: {
  readonly pack: Summary;
  readonly onOpen: (place: number) => void;
}): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const [all, setAll] = useState(false);
  const shown = all ? pack.cases : pack.cases.slice(0, atOnce);
  const title = say(pack.title);
  return (
    <li>
      <div>
        <strong>{title}</strong>
        <div className="dl-soft">{say(pack.note)}</div>
      </div>
      <div className="dl-tender-cases">
        {shown.map(({ name, synthetic }, place) => {
          const words = `${t.example(place + 1)} · ${synthetic ? t.synthetic : t.givenBids}`;
          return (
            <Tooltip key={name} title={name}>
              <Button size="small" aria-label={`${words} · ${title}`} onClick={() => onOpen(place)}>
                {words}
              </Button>
            </Tooltip>
          );
        })}
        {pack.cases.length > shown.length ? (
          <Button size="small" type="link" onClick={() => setAll(true)}>
            {t.moreCases(pack.cases.length - shown.length)}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
