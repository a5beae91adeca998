// screen: HN-15
import { declareOwnInterest, readOwnExpert } from '@daylight/api/panel-expert.ts';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Facts, PageHead, Section } from '../../ui/details.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { DeclareButton, InterestTable } from './interests.tsx';
import { texts } from './texts.ts';

/** An expert's own entry in the pool and what was declared. */
export function MyInterestsPage(): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const declare = useDo(declareOwnInterest);
  const { data, error, refetch } = useAsk(readOwnExpert, {});
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  const { expert } = data;
  return (
    <>
      <PageHead
        title={t.myInterests}
        note={t.myInterestsNote}
        actions={
          expert === null ? null : (
            <DeclareButton
              run={(body) => declare.run({ body })}
              pending={declare.pending}
              problem={declare.problem}
            />
          )
        }
      />
      {expert === null ? (
        <p className="dl-soft">{t.notInPool}</p>
      ) : (
        <Section title={t.myEntry}>
          <Facts
            facts={[
              { name: t.name, value: expert.name },
              { name: t.code, value: expert.code },
              { name: t.employer, value: expert.employer.name },
              { name: t.expertTitle, value: expert.title },
              { name: t.specialty, value: expert.specialties.map(say).join(m.list) },
              { name: t.state, value: t.expertStates[expert.state] },
            ]}
          />
        </Section>
      )}
      <Section title={t.interests}>
        <InterestTable interests={data.interests} />
      </Section>
    </>
  );
}
