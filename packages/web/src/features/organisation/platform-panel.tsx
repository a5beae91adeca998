import { switchPlatform } from '@daylight/api/account.ts';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useRenewSession, useSession } from '../../session.ts';
import { ProblemAlert } from '../../ui/problem.tsx';
import { texts } from './texts.ts';

/** Enterprises work on several platforms; everything they see afterwards is of the chosen one. */
export function PlatformPanel(): ReactNode {
  const t = useTexts(texts);
  const say = useSay();
  const session = useSession();
  const renew = useRenewSession();
  const change = useDo(switchPlatform, { then: () => void renew() });
  if (session === null || session.platforms.length === 0) return null;
  return (
    <>
      <Select
        aria-label={t.platform}
        value={session.platform.code}
        loading={change.pending}
        className="dl-wide"
        options={session.platforms.map(({ code, name }) => ({ value: code, label: say(name) }))}
        onChange={(jurisdiction) => void change.run({ body: { jurisdiction } })}
      />
      <p className="dl-soft">{t.platformNote}</p>
      <ProblemAlert problem={change.problem} />
    </>
  );
}
