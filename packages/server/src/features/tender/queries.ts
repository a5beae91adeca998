import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { checkRoundPack, listRoundPacks, showRoundPack } from '@daylight/api/tender.ts';
import { checkPack } from '@daylight/rules/award/check.ts';
import type { CheckFinding } from '@daylight/rules/award/finding.ts';
import { faultWords, findingWords } from '@daylight/rules/award/finding-words.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import { wordsOf } from '@daylight/rules/award/words.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Call } from '../../route.ts';
import { type ShippedRound, readShippedRounds } from './packs.ts';

// The files do not change while a server runs.
let roundsRead: Promise<ReadonlyMap<string, ShippedRound>> | null = null;

export function shippedRounds(): Promise<ReadonlyMap<string, ShippedRound>> {
  roundsRead ??= readShippedRounds();
  return roundsRead;
}

function summaryOf({ pack, note, figures, cases }: ShippedRound) {
  return {
    id: pack.id,
    title: pack.title,
    note,
    figures,
    cases: cases.map(({ name, synthetic }) => ({ name, synthetic })),
  };
}
export function findingOf(finding: CheckFinding) {
  return { ...finding, facts: { ...finding.facts }, text: findingWords(finding) };
}

export async function packsShipped(): Promise<Result<ReplyOf<typeof listRoundPacks>, never>> {
  return ok({ packs: [...(await shippedRounds()).values()].map(summaryOf) });
}

export async function packShipped(
  _: Context,
  { params }: Call<typeof showRoundPack>,
): Promise<Result<ReplyOf<typeof showRoundPack>, 'tender.unknownPack'>> {
  const round = (await shippedRounds()).get(params.id);
  if (round === undefined) return refuse('tender.unknownPack');
  return ok({
    ...summaryOf(round),
    pack: { ...round.pack },
    words: wordsOf(round.pack).map(({ part, title, lines }) => ({
      part,
      title,
      lines: lines.map((line) => ({ ...line, sources: [...line.sources] })),
    })),
    findings: round.findings.map(findingOf),
    cases: round.cases.map(({ name, synthetic, rows, recipe }) => ({
      name,
      synthetic,
      rows: rows ?? null,
      recipe: recipe ?? null,
    })),
  });
}

/** The same check as in the browser, for programs that write packs. */
export function packChecked(
  _: ActorContext,
  { body }: Call<typeof checkRoundPack>,
): Promise<Result<ReplyOf<typeof checkRoundPack>, never>> {
  const read = readPack(body.pack);
  if (read.ok) return Promise.resolve(ok({ faults: [], findings: checkPack(read.value).map(findingOf) }));
  const faults = read.faults.map((fault) => ({ ...fault, text: faultWords(fault) }));
  return Promise.resolve(ok({ faults, findings: [] }));
}
