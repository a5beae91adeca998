import type { Permission } from '@daylight/rules/access/permissions.ts';
import { permissions } from '@daylight/rules/access/permissions.ts';
import { Button, Result } from 'antd';
import { Component, type ReactNode } from 'react';
import { useSay } from '../i18n/language.ts';
import { positionNames } from '../i18n/positions.ts';
import { shell } from '../i18n/shell.ts';
import { useTexts } from '../i18n/texts.ts';
import type { Page } from '../page.ts';

function HomeButton(): ReactNode {
  const t = useTexts(shell);
  return (
    <Button type="primary" href="/">
      {t.backHome}
    </Button>
  );
}

export function NotFoundPage(): ReactNode {
  const t = useTexts(shell);
  return (
    <Result status="info" title={<h1>{t.notFound}</h1>} subTitle={t.notFoundHelp} extra={<HomeButton />} />
  );
}

/** Says who may open the page, so that one knows whom to ask. */
export function NoPermissionPage({ page }: { readonly page: Pick<Page, 'permission'> }): ReactNode {
  const t = useTexts(shell);
  const say = useSay();
  const wanted = typeof page.permission === 'string' ? [page.permission] : page.permission;
  const holders = (wanted as readonly Permission[]).flatMap((permission) => {
    const held = permissions[permission];
    return typeof held === 'string' ? [] : [...held];
  });
  const names = [...new Set(holders)].map((position) => say(positionNames[position]));
  return (
    <Result
      status="warning"
      title={<h1>{t.noPermission}</h1>}
      subTitle={t.noPermissionHelp(names.join(say({ zh: '、', en: ', ' })))}
      extra={<HomeButton />}
    />
  );
}

/** A chunk of an older build is gone after an update: reloading helps, trying again does not. */
function isOutdated(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|module script failed/i.test(error.message);
}

export function CrashPage({
  error,
  reset,
}: {
  readonly error?: unknown;
  readonly reset?: () => void;
}): ReactNode {
  const t = useTexts(shell);
  const outdated = isOutdated(error);
  return (
    <Result
      status={outdated ? 'info' : 'error'}
      title={<h1>{outdated ? t.outdated : t.crashed}</h1>}
      subTitle={outdated ? t.outdatedHelp : t.crashedHelp}
      extra={[
        <Button key="again" type="primary" onClick={() => (outdated || !reset ? location.reload() : reset())}>
          {outdated ? t.reload : t.retry}
        </Button>,
        <Button key="home" href="/">
          {t.backHome}
        </Button>,
      ]}
    />
  );
}

interface BoundaryState {
  readonly error: unknown;
}

/** React gives error boundaries to classes only. */
export class CrashBoundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { error: null };
  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error };
  }
  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <CrashPage error={this.state.error} reset={() => this.setState({ error: null })} />;
  }
}
