// screen: JS-24
import { countCoordination, listCoordinations } from '@daylight/api/bidding-coordination.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useGo } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { Section } from '../../ui/details.tsx';
import { moneyText } from '../../ui/format.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { coordinationTexts, coordinationTone } from './coordination-texts.ts';

/** Beside a final result: coordinations of the same kind of products, and the step that counts one. */
export function CoordinationSection({ tenderId }: { readonly tenderId: string }): ReactNode {
  const t = useTexts(coordinationTexts);
  const may = useMay();
  const go = useGo();
  const { data } = useAsk(
    listCoordinations,
    { query: { tenderId, limit: 20 } },
    { enabled: may('bidding.readCoordination') },
  );
  const count = useDo(countCoordination, { then: ({ id }) => go(`/price-coordinations/${id}`) });
  const items = data?.items ?? [];
  const running = items.some(({ state }) => state === 'counted' || state === 'asked');
  if (items.length === 0 && !may('bidding.coordinate')) return null;
  return (
    <Section title={t.title}>
      <p className="dl-soft">{t.beginNote}</p>
      {items.map((each) => (
        <p key={each.id}>
          <Go to={`/price-coordinations/${each.id}`}>{each.number}</Go>{' '}
          <StateTag tone={coordinationTone[each.state]}>{t.states[each.state]}</StateTag>{' '}
          {t.counted(each.lines, moneyText(each.effect))}
        </p>
      ))}
      {may('bidding.coordinate') && !running ? (
        <Button loading={count.pending} onClick={() => void count.run({ params: { tenderId }, body: {} })}>
          {t.begin}
        </Button>
      ) : null}
      <ProblemAlert problem={count.problem} />
    </Section>
  );
}
