import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { some } from './tender-refusals.ts';
import { facts, text } from './wire.ts';

/** Rounds of volume-based procurement as data: the shipped packs for anyone, and the check of a pack before it starts. */

const wording = z.object({ zh: z.string(), en: z.string() }).meta({ id: 'Wording' });
const mark = z.enum(['published', 'unverified', 'default']);
/** JSON whose form is written in docs/award-rules.md and checked by the award engine, not by the wire. */
export const packJson = z.record(z.string(), z.unknown());

const figure = z
  .object({ what: wording, value: z.string(), mark })
  .meta({ id: 'RoundFigure', description: 'a figure published of the round, which the pack is tested by' });

const summary = z.object({
  id: z.string(),
  title: wording,
  note: wording,
  figures: z.array(figure),
  /** Bids that come with it. */
  cases: z.array(
    z.object({
      name: z.string(),
      synthetic: z
        .boolean()
        .meta({ description: 'invented bids; the pack itself says where its numbers come from' }),
    }),
  ),
});

export const listRoundPacks = endpoint({
  id: 'tender.packs',
  method: 'GET',
  path: '/api/rounds/packs',
  summary: { zh: '集采轮次规则包', en: 'Round packs, open to anyone' },
  permission: 'public',
  reply: z.object({ packs: z.array(summary.meta({ id: 'RoundPackSummary' })) }),
});

export const packLine = z.object({
  path: z.string().meta({ description: 'where it stands in the pack', examples: ['rules.0'] }),
  name: wording.nullable(),
  text: wording,
  sources: z.array(z.object({ path: z.string(), mark, note: wording })),
});
export const packFinding = z
  .object({
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    path: z.string(),
    facts,
    text: wording,
  })
  .meta({ id: 'RoundPackFinding' });

export const showRoundPack = endpoint({
  id: 'tender.pack',
  method: 'GET',
  path: '/api/rounds/packs/:id',
  summary: {
    zh: '规则包全文、逐条文字、出处与所附报价',
    en: 'One round pack: its data, its words, its sources and the bids that come with it',
  },
  permission: 'public',
  params: z.strictObject({ id: text(80, 1) }),
  reply: summary.extend({
    pack: packJson,
    words: z.array(z.object({ part: z.string(), title: wording, lines: z.array(packLine) })),
    findings: z.array(packFinding),
    cases: z.array(
      z.object({
        name: z.string(),
        synthetic: z.boolean(),
        rows: packJson.nullable(),
        recipe: packJson.nullable(),
      }),
    ),
  }),
  refusals: some('tender.unknownPack'),
});

/** Conditions may stand in conditions, but nobody needs fifty of them inside each other. */
const deepest = 50;
function isShallow(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth < deepest; depth += 1) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
    if (level.length === 0) return true;
  }
  return false;
}

export const checkRoundPack = endpoint({
  id: 'tender.checkPack',
  method: 'POST',
  path: '/api/rounds/packs/check',
  summary: {
    zh: '检查规则包（不保存）',
    en: 'Check a round pack before a round starts; nothing is kept',
  },
  permission: 'tender.try',
  body: z.strictObject({ pack: packJson.refine(isShallow, { error: 'depth' }) }),
  reply: z.object({
    /** What keeps it from being read at all; then it has no findings. */
    faults: z.array(z.object({ path: z.string(), code: z.string(), found: z.string(), text: wording })),
    findings: z.array(packFinding),
  }),
});
