import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Facts } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import type { AgreementView } from './agreement-details.tsx';
import { texts } from './texts.ts';

/** Who signed for each side, when, and how. */
export function Signatures(props: {
  readonly signatures: AgreementView['signatures'];
  readonly agreement: AgreementView;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <Facts
      facts={(['institution', 'manufacturer'] as const).map((side) => {
        const own = props.signatures.find((one) => one.side === side);
        return {
          name: `${t[side]}：${props.agreement[side].name}`,
          value:
            own === undefined ? (
              t.notYet
            ) : (
              <>
                {t.signedAt(own.person)} · <DateText at={own.at} time /> · {t.byAccount}
              </>
            ),
          wide: true,
        };
      })}
    />
  );
}
