import type { Problem } from '@daylight/api/wire.ts';
import type { ReactNode } from 'react';
import { pageAt } from '../features.ts';
import { useSay } from '../i18n/language.ts';
import { shell } from '../i18n/shell.ts';
import { useTexts } from '../i18n/texts.ts';
import { usePath } from '../navigate.tsx';
import { PageHead } from './details.tsx';
import { ProblemAlert } from './problem.tsx';

/** A page whose matter cannot be shown to the one who asks: it keeps its heading, and says why. */
export function PageProblem(props: { readonly problem: Problem; readonly onRetry?: () => void }): ReactNode {
  const t = useTexts(shell);
  const say = useSay();
  const page = pageAt(usePath());
  return (
    <>
      <PageHead title={page === null ? t.product : say(page.title)} />
      <ProblemAlert {...props} />
    </>
  );
}
