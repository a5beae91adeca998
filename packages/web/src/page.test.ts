import type { Actor } from '@daylight/rules/access/may.ts';
import { expect, test } from 'vitest';
import { type Page, mayOpen, menuOf } from './page.ts';

const buyer: Actor = {
  accountId: '',
  organisationId: '',
  kind: 'institution',
  jurisdiction: '320100',
  province: 32,
  roles: ['buyer'],
} as Actor;
const icon = (): null => null;
function page(path: string, more: Partial<Page>): Page {
  return {
    path,
    title: { zh: '', en: '' },
    permission: 'order.read',
    load: () => Promise.resolve(icon),
    ...more,
  };
}

test('a menu shows only what one may open, grouped, in its order', () => {
  const pages = [
    page('/b', { menu: { group: 'buy', icon, order: 2 } }),
    page('/a', { menu: { group: 'buy', icon, order: 1 } }),
    page('/approve', { permission: 'listing.approve', menu: { group: 'catalogue', icon } }),
    page('/unlisted', {}),
    page('/others', { menu: { group: 'buy', icon }, for: (actor) => actor.kind === 'distributor' }),
    page('/open', { permission: 'public', menu: { group: 'public', icon } }),
  ];
  const shown = menuOf(buyer, pages).map(({ group, pages: entries }) => [
    group,
    entries.map(({ path }) => path),
  ]);
  expect(shown).toEqual([
    ['buy', ['/a', '/b']],
    ['public', ['/open']],
  ]);
  expect(menuOf(null, pages).flatMap((entry) => entry.pages.map(({ path }) => path))).toEqual(['/open']);
});

test('one of several permissions is enough, none is not', () => {
  expect(mayOpen(buyer, { permission: ['listing.approve', 'order.place'] })).toBe(true);
  expect(mayOpen(buyer, { permission: ['listing.approve'] })).toBe(false);
  expect(mayOpen(null, { permission: 'order.read' })).toBe(false);
});
