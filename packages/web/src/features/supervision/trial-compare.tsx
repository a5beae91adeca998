// screen: JS-12, JS-13b, JS-14a
import { readTrial } from '@daylight/api/supervision-trials.ts';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useSearch } from '../../navigate.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { RuleText } from './rule-fields.tsx';
import { texts } from './rule-texts.ts';
import './supervision.css';
import { figuresOf } from './trial-figures.ts';

const most = 4;

/** Trials side by side: each with its draft and its sums. */
export function TrialComparePage(): ReactNode {
  const t = useTexts(texts);
  const [search] = useSearch();
  const ids = (search['ids'] ?? '').split(',').filter((id) => /^[0-9a-f-]{36}$/.test(id));
  return (
    <>
      <PageHead
        title={t.comparison}
        note={ids.length < 2 ? t.compareNote : undefined}
        above={{ to: '/trials', title: t.trials }}
      />
      <div className="dl-compare">
        {ids.slice(0, most).map((id) => (
          <One key={id} trialId={id} />
        ))}
      </div>
    </>
  );
}

function One({ trialId }: { readonly trialId: string }): ReactNode {
  const t = useTexts(texts);
  const { data, error } = useAsk(readTrial, { params: { trialId } });
  if (error !== null) return <ProblemAlert problem={error.problem} />;
  if (data === undefined) return null;
  return (
    <Section title={<Go to={`/trials/${trialId}`}>{data.name}</Go>}>
      <p className="dl-soft">
        {t.kinds[data.kind]} · {data.from} – {data.until}
      </p>
      {data.report === null ? (
        <p>{t.trialStates[data.state]}</p>
      ) : (
        <TableView
          inside
          label={data.name}
          rows={figuresOf(data.report, t)}
          rowKey={(row) => row.name}
          columns={[
            { key: 'name', title: t.figure, card: 'title', render: (row) => row.name },
            { key: 'now', title: t.now, align: 'right', render: (row) => row.now ?? '—' },
            { key: 'draft', title: t.draft, align: 'right', render: (row) => row.draft },
          ]}
        />
      )}
      <RuleText draft={data.draft} />
    </Section>
  );
}
