// screen: HN-12, JS-38
import { decideRepair, recallRepair } from '@daylight/api/credit.ts';
import type { CreditCaseDetails, CreditRepairItem } from '@daylight/api/credit-shapes.ts';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useActor, useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Decision } from '../../ui/decision.tsx';
import { Facts, Section } from '../../ui/details.tsx';
import { EvidenceList } from '../../ui/evidence-box.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { credit } from './texts.ts';
import { repairTone } from './tones.ts';

/** Repairs asked for and liftings proposed, the newest last, with the decision where one waits. */
export function Repairs({ found }: { readonly found: CreditCaseDetails }): ReactNode {
  const t = useTexts(credit);
  const m = useMarks();
  const say = useSay();
  if (found.repairs.length === 0) return null;
  return (
    <Section title={t.repairs}>
      {found.repairs.map((each) => (
        <div key={each.id}>
          <p>
            <strong>{t.repairOrigins[each.origin]}</strong>{' '}
            <StateTag tone={repairTone[each.state]}>{t.repairStates[each.state]}</StateTag>{' '}
            {each.state === 'applied' ? <Deadline {...each.due} /> : null}
          </p>
          <Facts
            facts={[
              { name: t.number, value: each.number },
              ...(each.acts.length === 0
                ? []
                : [{ name: t.repairActs, value: each.acts.map(say).join(m.list), wide: true }]),
              { name: each.origin === 'officer' ? t.liftNote : t.repairNote, value: each.note, wide: true },
              ...(each.decisionNote === ''
                ? []
                : [{ name: t.decision, value: each.decisionNote, wide: true }]),
            ]}
          />
          {each.files.length === 0 ? null : <EvidenceList files={each.files} />}
          {each.state === 'applied' ? <Settle repair={each} /> : null}
        </div>
      ))}
    </Section>
  );
}

function Settle({ repair }: { readonly repair: CreditRepairItem }): ReactNode {
  const t = useTexts(credit);
  const may = useMay();
  const actor = useActor();
  const decide = useDo(decideRepair, { touches: ['listing'] });
  const recall = useDo(recallRepair);
  const params = { repairId: repair.id };
  const { version } = repair;
  const mine = repair.origin === 'enterprise' ? actor?.organisationId === repair.enterprise.id : repair.own;
  return (
    <p className="dl-actions">
      {may('credit.decide') && !repair.own ? (
        <Decision
          yes={{ label: t.agree, title: t.agreeTitle, effects: t.agreeEffects, askReason: 'needed' }}
          no={{ label: t.refuse, title: t.refuseTitle, effects: t.refuseEffects }}
          run={(approve, note) => decide.run({ params, body: { approve, note, version } })}
          step={decide}
        />
      ) : null}
      {mine ? (
        <ConfirmEffect
          label={t.recall}
          title={t.recallTitle}
          effects={t.recallEffects}
          confirm={t.recall}
          run={() => recall.run({ params, body: { version } })}
          pending={recall.pending}
          problem={recall.problem}
        />
      ) : null}
    </p>
  );
}
