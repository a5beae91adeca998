import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { type TrialSettings, recipeWith } from '@daylight/rules/award/trial-settings.ts';
import type { Recipe } from '@daylight/rules/award/trial.ts';
import { Alert, Button, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { handOver } from '../../ui/csv.ts';
import { Section } from '../../ui/details.tsx';
import { AwardView } from './award-view.tsx';
import { Changes, Figures, type KeptOutcome } from './compare.tsx';
import type { PackDraft } from './pack-draft.ts';
import { RunProgress, Unreadable } from './run-state.tsx';
import { SettingsForm, usual } from './settings-form.tsx';
import { texts } from './try-texts.ts';
import { useAward } from './use-award.ts';

/** The bids of the original, as far as the copy still has their items: two packs are compared on the same bids. */
function recipeFor(original: RoundPack, pack: RoundPack, settings: TrialSettings): Recipe {
  const own = recipeWith(pack, settings);
  const before = new Map(recipeWith(original, settings).bands.map((band) => [band.category, band]));
  return {
    ...own,
    bands: own.bands.map((band) => {
      const { priceFirst, priceLast } = before.get(band.category) ?? band;
      return { ...band, priceFirst, priceLast };
    }),
  };
}

/** Invented bids, the outcome, and another one kept beside it. */
export function TrialDesk(props: {
  readonly original: RoundPack;
  readonly draft: PackDraft;
  readonly onRestore: () => void;
}): ReactNode {
  const { original, draft, onRestore } = props;
  const t = useTexts(texts);
  const award = useAward();
  const [settings, setSettings] = useState(usual);
  const [kept, setKept] = useState<KeptOutcome | null>(null);
  const { pack } = draft;
  const { view } = award;
  const run = (of: RoundPack) =>
    award.run({ kind: 'try', pack: of, recipe: recipeFor(original, of, settings) });
  const runBoth = async (): Promise<void> => {
    const first = await run(original);
    if (first !== null) setKept({ label: t.original, view: first });
    if (pack !== null) await run(pack);
  };
  const download = async (): Promise<void> => {
    const bundle = await award.bundle();
    if (bundle !== null) handOver(bundle, `${view?.pack.id ?? 'round'}.trial.json`);
  };
  return (
    <>
      <Section title={t.settings}>
        <SettingsForm value={settings} onChange={setSettings} />
        <div className="dl-tender-buttons">
          <Space wrap>
            <Button type="primary" disabled={pack === null} onClick={() => pack !== null && void run(pack)}>
              {t.run}
            </Button>
            <Button disabled={pack === null} onClick={() => void runBoth()}>
              {t.runBoth}
            </Button>
            <Button onClick={onRestore}>{t.restore}</Button>
          </Space>
        </div>
        <div aria-live="polite">
          <RunProgress award={award} />
          <Unreadable award={award} />
        </div>
      </Section>
      {view === null ? null : (
        <>
          <Section
            title={kept === null ? t.outcome : t.compare}
            extra={
              <Space wrap>
                <Button onClick={() => setKept({ label: t.kept(settings.seed), view })}>{t.keep}</Button>
                <Button onClick={() => void download()}>{t.downloadBundle}</Button>
              </Space>
            }
          >
            <Alert type="info" showIcon title={t.invented} className="dl-tender-gap" />
            <Figures kept={kept} now={view} />
          </Section>
          {kept === null ? null : <Changes kept={kept} now={view} />}
          <Section title={t.outcome}>
            <AwardView key={view.hashes?.result} view={view} award={award} />
          </Section>
        </>
      )}
    </>
  );
}
