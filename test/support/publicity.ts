import type { PublicityKind } from '@daylight/rules/publicity/kind.ts';
import { assert, ok } from '@daylight/rules/result.ts';
import { command } from '@daylight/server/command.ts';
import { systemContext } from '@daylight/server/context.ts';
import { reading } from '@daylight/server/db.ts';
import {
  type OpenedPublicity,
  type SettledItem,
  type SettledPublicity,
  openPublicity,
  settledPublicities,
  takePublicity,
} from '@daylight/server/features/publicity/port.ts';
import type { TestWorld } from './world.ts';

export interface ListOptions {
  readonly kind?: PublicityKind;
  readonly jurisdiction?: string;
  readonly items: readonly { readonly key: string; readonly organisationId?: string | null }[];
  readonly subjectId?: string;
}

/** A list made public by some feature, as features do it. */
export async function publish(world: TestWorld, options: ListOptions): Promise<OpenedPublicity> {
  const { jurisdiction = '320000', kind = 'admission' } = options;
  const context = systemContext(world.world, Number(jurisdiction.slice(0, 2)), 'test');
  const opened = await command(context, async (unit) =>
    ok(
      await openPublicity(context, unit, {
        kind,
        jurisdiction,
        title: { zh: '拟挂网产品公示', en: 'Products to be listed' },
        subject: { kind: 'test', id: options.subjectId ?? context.newId() },
        items: options.items.map(({ key, organisationId = null }) => ({
          key,
          text: { zh: `产品 ${key}`, en: `Product ${key}` },
          facts: { price: '12.3' },
          organisationId,
        })),
        basis: { document: 'js-2020-22', article: '8', clause: 'JS-8' },
      }),
    ),
  );
  assert(opened.ok, 'a list was not published');
  return opened.value;
}

/** What a feature would find settled now. */
export function settled(
  world: TestWorld,
  kind: PublicityKind = 'admission',
): Promise<readonly SettledPublicity[]> {
  const context = systemContext(world.world, 32, 'test');
  return reading(world.world.database.db, context.scope, (tx) => settledPublicities(tx, 32, kind, 50));
}

/** Takes what is free of a list, as its owner does. */
export async function take(world: TestWorld, id: string): Promise<readonly SettledItem[]> {
  const context = systemContext(world.world, 32, 'test');
  let items: readonly SettledItem[] = [];
  await command(context, async (unit) => {
    items = await takePublicity(context, unit, id);
    unit.record({ event: 'publicity.taken', subject: { kind: 'test', id }, basis: [] });
    return ok(null);
  });
  return items;
}
