// screen: GY-5.4
import { listUndertakings } from '@daylight/api/tender-oversight.ts';
import type { UndertakingCapacity } from '@daylight/rules/tender/integrity.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Article } from '../../ui/why.tsx';
import { oversight } from './oversight-texts.ts';

/** The undertaking that is accepted with what is sent, as text and as its version; null where none is asked for. */
export function useUndertaking(
  tenderId: string,
  capacity: UndertakingCapacity,
): { readonly ready: boolean; readonly version: IsoDate | null; readonly text: ReactNode } {
  const t = useTexts(oversight);
  const say = useSay();
  const { data } = useAsk(listUndertakings, { params: { tenderId } });
  const text = data?.texts[capacity] ?? null;
  // Nobody sends before it is shown what is accepted.
  if (text === null) return { ready: data !== undefined, version: null, text: null };
  return {
    ready: true,
    version: text.from,
    text: (
      <Alert
        type="info"
        title={t.accepting}
        description={
          <>
            {say(text)} <Article basis={text.basis} />
          </>
        }
      />
    ),
  };
}
