import type { Actor } from '@daylight/rules/access/may.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { Permission, Position } from '@daylight/rules/access/permissions.ts';
import type { ComponentType } from 'react';
import type { Wording } from './i18n/language.ts';

/** Groups of the side menu in their order; a group without a page for the actor is not shown. */
export const menuGroups = {
  start: { zh: '', en: '' },
  buy: { zh: '采购', en: 'Purchasing' },
  round: { zh: '集中采购', en: 'Group purchasing' },
  deliver: { zh: '配送与收货', en: 'Delivery and receipt' },
  pay: { zh: '结算', en: 'Settlement' },
  catalogue: { zh: '目录与价格', en: 'Catalogue and prices' },
  supervise: { zh: '监督管理', en: 'Supervision' },
  public: { zh: '公开信息', en: 'Public information' },
  manage: { zh: '机构与系统', en: 'Organisation and system' },
} as const satisfies Record<string, Wording>;
export type MenuGroup = keyof typeof menuGroups;

export interface MenuPlace {
  readonly group: MenuGroup;
  readonly icon: ComponentType;
  /** Smaller stands higher inside the group; 50 when left out. */
  readonly order?: number;
  /** Also in the bottom bar of a phone (at most four are shown, by order). */
  readonly phone?: boolean;
  /** Shorter words for the menu and bottom bar, when the title is long. */
  readonly title?: Wording;
}

/** One page of a feature. Registered by standing in `pages` of features/<word>/pages.tsx, nothing else. */
export interface Page {
  /** '/orders', '/orders/$orderId'. */
  readonly path: string;
  readonly title: Wording;
  /** Any one of several permissions is enough. 'public' pages work without sign-in. */
  readonly permission: Permission | readonly Permission[] | 'public';
  /** `load: () => import('./order-list.tsx').then((file) => file.OrderListPage)`. */
  readonly load: () => Promise<ComponentType>;
  readonly menu?: MenuPlace;
  /** A button among the quick actions on the home page of those who may; `for` narrows it to positions. */
  readonly quick?: {
    readonly title: Wording;
    readonly icon: ComponentType;
    readonly for?: readonly Position[];
  };
  /** The search box of the header leads here with ?<filter>=…; of several the lowest order that the actor may see. */
  readonly search?: { readonly filter: string; readonly order: number };
  /** Stands in the account menu of the header. */
  readonly account?: { readonly icon: ComponentType };
  /** Narrows the menu item (not the page) to some actors, where a permission is shared by several kinds. */
  readonly for?: (actor: Actor) => boolean;
}

/** A panel on the home page beside the to-do list, e.g. a chart; ordered, loaded when shown. */
export interface HomePanel {
  readonly title: Wording;
  readonly permission: Permission;
  readonly for?: readonly Position[];
  readonly order?: number;
  readonly load: () => Promise<ComponentType>;
}

export function mayOpen(actor: Actor | null, page: Pick<Page, 'permission'>): boolean {
  if (page.permission === 'public') return true;
  const wanted: readonly Permission[] =
    typeof page.permission === 'string' ? [page.permission] : page.permission;
  return wanted.some((permission) => may(actor, permission));
}

/** Menu items of an actor, grouped and ordered. */
export function menuOf(
  actor: Actor | null,
  pages: readonly Page[],
): readonly { readonly group: MenuGroup; readonly pages: readonly Page[] }[] {
  const shown = pages.filter(
    (page) =>
      page.menu !== undefined && mayOpen(actor, page) && (actor === null || (page.for?.(actor) ?? true)),
  );
  return (Object.keys(menuGroups) as MenuGroup[])
    .map((group) => ({
      group,
      pages: shown
        .filter((page) => page.menu?.group === group)
        .toSorted((a, b) => (a.menu?.order ?? 50) - (b.menu?.order ?? 50)),
    }))
    .filter((entry) => entry.pages.length > 0);
}
