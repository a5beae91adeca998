import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { listDemoAccounts } from '@daylight/api/account.ts';
import { type OrganisationKind, organisationKinds } from '@daylight/rules/access/permissions.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { kindNames, positionNames } from '../../i18n/positions.ts';
import { useTexts } from '../../i18n/texts.ts';
import { account } from './texts.ts';

type DemoAccount = ReplyOf<typeof listDemoAccounts>['accounts'][number];

/** One click signs in; grouped by who takes part, because people look for a part to play. */
export function DemoAccounts(props: {
  readonly accounts: readonly DemoAccount[];
  readonly password: string | null;
  readonly busy: boolean;
  readonly onChoose: (login: string) => Promise<void>;
}): ReactNode {
  const t = useTexts(account);
  const say = useSay();
  const names: Readonly<Record<string, { zh: string; en: string }>> = positionNames;
  const roles = (each: DemoAccount): string =>
    each.roles.map((role) => say(names[`${each.kind}.${role}`] ?? { zh: role, en: role })).join(' · ');
  const order: readonly OrganisationKind[] = ['institution', 'manufacturer', 'distributor', 'bureau'];
  const kinds = [...order, ...organisationKinds.filter((kind) => !order.includes(kind))];
  return (
    <section className="dl-demo-accounts" aria-labelledby="demo-title">
      <h2 id="demo-title">{t.demo}</h2>
      <p className="dl-soft">
        {t.demoHelp} {props.password === null ? '' : t.demoPassword(props.password)}
      </p>
      {kinds.map((kind) => {
        const accounts = props.accounts.filter((each) => each.kind === kind);
        return accounts.length === 0 ? null : (
          <div key={kind} className="dl-demo-kind">
            <h3>{say(kindNames[kind])}</h3>
            <ul>
              {accounts.map((each) => (
                <li key={each.login}>
                  <button type="button" disabled={props.busy} onClick={() => void props.onChoose(each.login)}>
                    <strong>{roles(each)}</strong>
                    <span>{each.organisation}</span>
                    <span>
                      {each.name} <code>{each.login}</code>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}
