import { PrinterOutlined } from '@ant-design/icons';
import { Breadcrumb, Button, Timeline } from 'antd';
import type { ReactNode } from 'react';
import { parts } from '../i18n/parts.ts';
import { useTexts } from '../i18n/texts.ts';
import { Go } from '../navigate.tsx';
import { DateText } from './numbers.tsx';
import type { Tone } from './tags.tsx';

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
  /** Takes the whole line. */
  readonly wide?: boolean;
}

export interface Happening {
  readonly id: string;
  readonly at: string;
  readonly title: ReactNode;
  /** Who did it, on whose behalf, what changed. */
  readonly detail?: ReactNode;
  readonly tone?: Tone;
}

/** The heading of any page: where it hangs, what it is, what can be done. The only h1 of a page. */
export function PageHead(props: {
  readonly title: ReactNode;
  readonly state?: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  /** The list above: `{ to: '/orders', title: '订单' }`. */
  readonly above?: { readonly to: string; readonly title: string };
}): ReactNode {
  const { title, state, note, actions, above } = props;
  return (
    <header className="dl-head">
      {above === undefined ? null : (
        <Breadcrumb items={[{ title: <Go to={above.to}>{above.title}</Go> }, { title }]} />
      )}
      <div className="dl-head-line">
        <div className="dl-head-what">
          <h1>{title}</h1>
          {state}
          {note === undefined ? null : <p className="dl-head-note">{note}</p>}
        </div>
        {actions === undefined ? null : <div className="dl-actions">{actions}</div>}
      </div>
    </header>
  );
}

export function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  return (
    <dl className="dl-facts">
      {facts.map(({ name, value, wide }) => (
        <div key={name} className={wide ? 'dl-wide' : undefined}>
          <dt>{name}</dt>
          <dd>{value ?? '—'}</dd>
        </div>
      ))}
    </dl>
  );
}

const colors: Readonly<Record<Tone, string>> = {
  plain: 'gray',
  waiting: 'var(--dl-color-info)',
  working: 'var(--dl-color-info)',
  good: 'green',
  notice: 'var(--dl-color-info)',
  warning: 'var(--dl-color-warning)',
  danger: 'red',
  ended: 'gray',
};

export function Happenings({ items }: { readonly items: readonly Happening[] }): ReactNode {
  return (
    <Timeline
      className="dl-happenings"
      items={items.map(({ id, at, title, detail, tone }) => ({
        key: id,
        color: colors[tone ?? 'plain'],
        content: (
          <div>
            <div>
              <strong>{title}</strong>{' '}
              <small className="dl-soft">
                <DateText at={at} time />
              </small>
            </div>
            {detail === undefined ? null : <div className="dl-soft">{detail}</div>}
          </div>
        ),
      }))}
    />
  );
}

/** A titled block of a page. */
export function Section(props: {
  readonly title: ReactNode;
  readonly extra?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}): ReactNode {
  return (
    <section className={`dl-section ${props.className ?? ''}`}>
      <div className="dl-section-head">
        <h2>{props.title}</h2>
        {props.extra}
      </div>
      {props.children}
    </section>
  );
}

export interface DetailsProps {
  readonly title: ReactNode;
  readonly above?: { readonly to: string; readonly title: string };
  readonly state?: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  /** Who acts now, until when: usually a sentence and a Deadline. */
  readonly next?: ReactNode;
  readonly facts: readonly Fact[];
  readonly timeline?: readonly Happening[];
  readonly related?: ReactNode;
  readonly documents?: ReactNode;
  readonly printable?: boolean;
  /** The main matter: lines, offers, a chart. */
  readonly children?: ReactNode;
}

/** The one pattern for a thing: heading with state and next step, facts, matter, what happened, what belongs to it. */
export function Details(props: DetailsProps): ReactNode {
  const t = useTexts(parts);
  const side = props.timeline !== undefined || props.related !== undefined || props.documents !== undefined;
  const print = props.printable ? (
    <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
      {t.print}
    </Button>
  ) : null;
  return (
    <div className="dl-details">
      <PageHead
        title={props.title}
        state={props.state}
        note={props.note}
        actions={
          <>
            {print}
            {props.actions}
          </>
        }
        {...(props.above === undefined ? {} : { above: props.above })}
      />
      {props.next === undefined ? null : (
        <div className="dl-next" aria-live="polite">
          <strong>{t.nextStep}</strong> {props.next}
        </div>
      )}
      <div className={side ? 'dl-columns-2' : undefined}>
        <div>
          <Section title={t.facts}>
            <Facts facts={props.facts} />
          </Section>
          {props.children}
        </div>
        {side ? (
          <aside>
            {props.timeline === undefined ? null : (
              <Section title={t.timeline}>
                <Happenings items={props.timeline} />
              </Section>
            )}
            {props.related === undefined ? null : <Section title={t.related}>{props.related}</Section>}
            {props.documents === undefined ? null : <Section title={t.documents}>{props.documents}</Section>}
          </aside>
        ) : null}
      </div>
    </div>
  );
}
