import type { ReactNode } from 'react';
import type { Column } from './table-view.tsx';
import { type Tone, StateTag } from './tags.tsx';

/** A cell of two lines: what it is, and beneath it, softer, by what else one knows it. */
export function TwoLines(props: { readonly below: ReactNode; readonly children: ReactNode }): ReactNode {
  return (
    <>
      {props.children}
      <br />
      <small className="dl-soft">{props.below}</small>
    </>
  );
}

/** How far a row is, as every list shows it. */
export function stateColumn<S extends string>(
  title: string,
  words: Readonly<Record<S, string>>,
  tones: Readonly<Record<NoInfer<S>, Tone>>,
): Column<{ readonly state: S }> {
  return {
    key: 'state',
    title,
    card: 'state',
    text: ({ state }) => words[state],
    render: ({ state }) => <StateTag tone={tones[state]}>{words[state]}</StateTag>,
  };
}
