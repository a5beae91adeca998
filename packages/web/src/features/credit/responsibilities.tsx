// screen: HN-7c
import { readParticipantTerms } from '@daylight/api/credit-public.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useSearch } from '../../navigate.tsx';
import { useActor } from '../../session.ts';
import { PageHead, Section } from '../../ui/details.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { usePlatform, usePlatformFilter } from '../portal/platform.ts';
import { creditMore } from './supply-texts.ts';

type Terms = ReplyOf<typeof readParticipantTerms>['items'][number];

/** What each kind of participant owes, gains and risks; one's own kind first. */
export function ResponsibilitiesPage(): ReactNode {
  const t = useTexts(creditMore);
  const say = useSay();
  const actor = useActor();
  const [search, setSearch] = useSearch();
  const jurisdiction = usePlatform();
  const { data } = useAsk(readParticipantTerms, { query: { jurisdiction } });
  const filter = usePlatformFilter();
  if (data === undefined) return <PageSkeleton />;
  const own = data.items.find((each) => each.kind === actor?.kind)?.kind;
  const wished = data.items.find((each) => each.kind === search['kind'])?.kind;
  const active = wished ?? own ?? data.items[0]?.kind;
  return (
    <>
      <PageHead title={t.terms} note={t.termsNote} />
      <FilterBar
        filters={[filter]}
        values={{ jurisdiction }}
        onChange={(changes) => setSearch({ ...changes, kind: '' })}
      />
      {data.note === null ? null : <p className="dl-soft">{say(data.note)}</p>}
      {active === undefined ? (
        <p className="dl-soft">{t.noTerms}</p>
      ) : (
        <Tabs
          activeKey={active}
          onChange={(kind) => setSearch({ kind })}
          items={data.items.map((each) => ({
            key: each.kind,
            label: (
              <>
                {t.kinds[each.kind]} {each.kind === own ? <StateTag tone="notice">{t.mine}</StateTag> : null}
              </>
            ),
            children: <OneKind terms={each} />,
          }))}
        />
      )}
    </>
  );
}

function OneKind({ terms }: { readonly terms: Terms }): ReactNode {
  const t = useTexts(creditMore);
  const say = useSay();
  return (
    <>
      {(['duties', 'incentives', 'penalties'] as const).map((part) => (
        <Section key={part} title={t[part]}>
          {terms[part].length === 0 ? (
            <p className="dl-soft">{t.none}</p>
          ) : (
            <ul>
              {terms[part].map((each) => (
                <li key={each.zh}>
                  {say(each)} <Article basis={each.basis} />
                </li>
              ))}
            </ul>
          )}
        </Section>
      ))}
    </>
  );
}
