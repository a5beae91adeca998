import type { Problem } from '@daylight/api/wire.ts';
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { isRetriable } from '../api.ts';
import { useSay } from '../i18n/language.ts';
import { parts } from '../i18n/parts.ts';
import { shell } from '../i18n/shell.ts';
import { useTexts } from '../i18n/texts.ts';
import { fieldProblem } from './field-problems.ts';
import { Article } from './why.tsx';

/** A refusal or failure: the reason in words, the article behind a click, what to do, a number to quote. */
export function ProblemAlert({
  problem,
  onRetry,
  labels = {},
}: {
  readonly problem: Problem | null;
  readonly onRetry?: () => void;
  /** Words for field paths, so that a list of wrong fields can be read: { 'lines.0.price': '单价' }. */
  readonly labels?: Readonly<Record<string, string>>;
}): ReactNode {
  const t = useTexts(parts);
  const s = useTexts(shell);
  const say = useSay();
  if (problem === null) return null;
  const failed = isRetriable(problem);
  const text = problem.code === 'request.keyUsedForAnotherBody' ? t.keyUsed : say(problem.text);
  const title = (
    <>
      {problem.fields.length > 0 ? t.invalidTitle : text}{' '}
      {problem.basis === null ? null : <Article basis={problem.basis} />}
      {failed && problem.requestId !== '' ? (
        <small>
          {t.requestId} {problem.requestId}
        </small>
      ) : null}
    </>
  );
  const list =
    problem.fields.length === 0 ? undefined : (
      <ul>
        {problem.fields.slice(0, 8).map(({ path, problem: code }) => (
          <li key={`${path} ${code}`}>
            {labels[withoutPlace(path)] ?? withoutPlace(path)}: {say(fieldProblem(code))}
          </li>
        ))}
      </ul>
    );
  return (
    <Alert
      role="alert"
      showIcon
      className="dl-problem"
      type={failed ? 'warning' : 'error'}
      title={title}
      {...(list === undefined ? {} : { description: list })}
      {...(failed && onRetry !== undefined
        ? {
            action: (
              <Button size="small" onClick={onRetry}>
                {s.retry}
              </Button>
            ),
          }
        : {})}
    />
  );
}

/** 'body.lines.3.price' names the field 'lines.3.price' of the form. */
export function withoutPlace(path: string): string {
  return path.replace(/^(body|query|params)(\.|$)/, '');
}
