// screen: GY-5.4, HN-15
import {
  type RoundBreachDetails,
  answerBreach,
  askAboutBreach,
  decideBreach,
  findBreach,
  readBreach,
} from '@daylight/api/tender-oversight.ts';
import { listOrganisations } from '@daylight/api/organisation.ts';
import { Checkbox, Form, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { now } from '../../clock.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Decision } from '../../ui/decision.tsx';
import { Details, type Fact, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { breachTone } from './breach-list.tsx';
import { oversight } from './oversight-texts.ts';

interface Props {
  readonly found: RoundBreachDetails;
}

/** One reported breach from the report to the decision. */
export function BreachDetailsPage(): ReactNode {
  const t = useTexts(oversight);
  const breachId = useParam('breachId');
  const { data: found, error, refetch } = useAsk(readBreach, { params: { breachId } });
  const facts = useFacts(found);
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (found === undefined) return <PageSkeleton />;
  const files = [...found.files, ...found.answerFiles];
  return (
    <Details
      title={found.number}
      note={`${found.tender.number} ${found.tender.title}`}
      above={{ to: '/breaches', title: t.breaches }}
      state={<StateTag tone={breachTone[found.state]}>{t.states[found.state]}</StateTag>}
      actions={<Actions found={found} />}
      facts={facts}
    >
      {files.length === 0 ? null : (
        <Section title={t.evidence}>
          <EvidenceList files={files} />
        </Section>
      )}
    </Details>
  );
}

function useFacts(found: RoundBreachDetails | undefined): Fact[] {
  const t = useTexts(oversight);
  const say = useSay();
  if (found === undefined) return [];
  const { name, contact } = found.reporter;
  const all: (Fact | null)[] = [
    { name: t.kind, value: say(found.kind) },
    { name: t.receivedAt, value: <DateText at={found.receivedAt} time /> },
    found.accused === '' ? null : { name: t.accused, value: found.accused },
    found.origin === null
      ? null
      : { name: t.reporter, value: name === '' ? t.nameless : [name, contact].filter(Boolean).join(' · ') },
    found.facts === '' ? null : { name: t.facts, value: found.facts, wide: true },
    found.decidedAt === null ? { name: t.due, value: <Deadline {...found.due} /> } : null,
    found.asked === null ? null : { name: t.askedWhom, value: found.asked.name },
    found.answerDue === null || found.state !== 'asked'
      ? null
      : { name: t.answerDue, value: <Deadline {...found.answerDue} /> },
    found.question === '' ? null : { name: t.question, value: found.question, wide: true },
    found.answer === '' ? null : { name: t.answer, value: found.answer, wide: true },
    found.upheld === null
      ? null
      : { name: t.finding, value: `${found.upheld ? t.upheld : t.notUpheld} · ${found.finding}`, wide: true },
    found.decisionNote === '' ? null : { name: t.decision, value: found.decisionNote, wide: true },
    found.proposalId === null
      ? null
      : {
          name: t.decision,
          value: <Go to={`/credit/proposals/${found.proposalId}`}>{t.seeProposal}</Go>,
        },
  ];
  return all.filter((each) => each !== null);
}

function Actions({ found }: Props): ReactNode {
  const may = useMay();
  const actor = useActor();
  const heard =
    found.state === 'answered' ||
    found.state === 'received' ||
    (found.state === 'asked' && found.answerDue !== null && now() >= found.answerDue.dueAt);
  const isAccused = actor?.organisationId === found.asked?.id;
  return (
    <>
      {found.state === 'received' && may('tender.handleBreach') ? <Ask found={found} /> : null}
      {found.state === 'asked' && isAccused && may('tender.answerBreach') ? <Answer found={found} /> : null}
      {heard && may('tender.handleBreach') ? <Find found={found} /> : null}
      {found.state === 'found' && may('tender.decideBreach') ? <Decide found={found} /> : null}
    </>
  );
}

function Ask({ found }: Props): ReactNode {
  const t = useTexts(oversight);
  const ask = useDo(askAboutBreach);
  const [organisationId, setOrganisation] = useState('');
  const [q, setQ] = useState(found.accused.slice(0, 20));
  const { data, isFetching } = useAsk(listOrganisations, {
    query: { state: 'active', limit: 30, ...(q === '' ? {} : { q }) },
  });
  return (
    <ConfirmEffect
      label={t.ask}
      title={t.askTitle}
      effects={t.askEffects}
      confirm={t.ask}
      basis={found.basis}
      askReason="needed"
      button={{ type: 'primary' }}
      run={({ reason: question }) =>
        ask.run({
          params: { breachId: found.id },
          body: { organisationId, question, version: found.version },
        })
      }
      pending={ask.pending}
      problem={ask.problem}
    >
      <Form.Item label={t.whom} htmlFor="breach-whom">
        <Select
          id="breach-whom"
          loading={isFetching}
          value={organisationId === '' ? null : organisationId}
          showSearch={{ onSearch: setQ, filterOption: false }}
          onChange={setOrganisation}
          options={(data?.items ?? [])
            .filter((each) => ['manufacturer', 'distributor', 'institution'].includes(each.kind))
            .map((each) => ({ value: each.id, label: each.name }))}
        />
      </Form.Item>
    </ConfirmEffect>
  );
}

function Answer({ found }: Props): ReactNode {
  const t = useTexts(oversight);
  const answer = useDo(answerBreach);
  return (
    <ConfirmEffect
      label={t.answerDo}
      title={t.answerTitle}
      effects={t.answerEffects}
      confirm={t.answerDo}
      basis={found.basis}
      askReason="needed"
      askFiles={t.evidence}
      button={{ type: 'primary' }}
      run={({ reason, evidenceIds }) =>
        answer.run({
          params: { breachId: found.id },
          body: { answer: reason, evidenceIds, version: found.version },
        })
      }
      pending={answer.pending}
      problem={answer.problem}
    />
  );
}

function Find({ found }: Props): ReactNode {
  const t = useTexts(oversight);
  const find = useDo(findBreach);
  // What nobody was asked about can only be closed.
  const canUphold = found.asked !== null;
  const [upheld, setUpheld] = useState(canUphold);
  return (
    <ConfirmEffect
      label={t.find}
      title={t.findTitle}
      effects={t.findEffects}
      confirm={t.find}
      basis={found.basis}
      askReason="needed"
      run={({ reason: finding }) =>
        find.run({ params: { breachId: found.id }, body: { upheld, finding, version: found.version } })
      }
      pending={find.pending}
      problem={find.problem}
    >
      <Form.Item>
        <Checkbox
          checked={upheld}
          disabled={!canUphold}
          onChange={(event) => setUpheld(event.target.checked)}
        >
          {t.isUpheld}
        </Checkbox>
      </Form.Item>
    </ConfirmEffect>
  );
}

function Decide({ found }: Props): ReactNode {
  const t = useTexts(oversight);
  const decide = useDo(decideBreach);
  const run = (approve: boolean, note: string) =>
    decide.run({ params: { breachId: found.id }, body: { approve, note, version: found.version } });
  const { basis } = found;
  return (
    <Decision
      own={found.foundByMe ? t.ownFinding : null}
      yes={{
        label: t.decide,
        title: t.decideTitle,
        effects: t.decideEffects,
        askReason: 'optional',
        irreversible: true,
        basis,
      }}
      no={{ label: t.sendBack, title: t.sendBackTitle, effects: t.sendBackEffects, basis }}
      run={run}
      step={decide}
    />
  );
}
