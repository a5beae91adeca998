import { checkPack } from '@daylight/rules/award/check.ts';
import type { CheckFinding } from '@daylight/rules/award/finding.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import { z } from 'zod';
import { policyDir } from '../../policy/load.ts';
import { PolicyFaults, type Reader, fault, jsonFilesIn, readJson, readerOf } from '../../policy/read.ts';

const wording = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const json = z.record(z.string(), z.unknown());
const roundFile = z.strictObject({
  note: wording,
  figures: z.array(
    z.strictObject({
      what: wording,
      value: z.string(),
      mark: z.enum(['published', 'unverified', 'default']),
    }),
  ),
  /** Codes of the warnings that its test expects. */
  check: z.array(z.string()),
  pack: json,
  cases: z.array(
    z.strictObject({
      name: z.string().min(1),
      synthetic: z.boolean(),
      rows: json.optional(),
      recipe: json.optional(),
      expect: json,
    }),
  ),
});

/** A round as it ships: the pack, the figures it is tested by, and bids to open it with. */
export interface ShippedRound extends Pick<z.output<typeof roundFile>, 'note' | 'figures' | 'cases'> {
  readonly pack: RoundPack;
  readonly findings: readonly CheckFinding[];
}

const folder = 'cases/rounds';

async function readRoundFile(reader: Reader, file: string): Promise<ShippedRound | null> {
  const content = await readJson(reader, file, roundFile);
  if (content === null) return null;
  const read = readPack(content.pack);
  if (!read.ok) {
    for (const { path, code, found } of read.faults) fault(reader, file, ['pack', path], `${code} ${found}`);
    return null;
  }
  const pack = read.value;
  if (file !== `${folder}/${pack.id}.json`) fault(reader, file, ['pack', 'id'], 'is not the file name');
  const findings = checkPack(pack);
  for (const { severity, code, path } of findings)
    if (severity === 'error') fault(reader, file, ['pack', path], code);
  const { note, figures, cases } = content;
  return { note, figures, cases, pack, findings };
}

/** Reads and checks the rounds of a policy folder. Throws PolicyFaults naming every file and path that is wrong. */
export async function readShippedRounds(dir: string = policyDir): Promise<ReadonlyMap<string, ShippedRound>> {
  const reader = readerOf(dir);
  const rounds = new Map<string, ShippedRound>();
  for (const file of await jsonFilesIn(reader, folder)) {
    const round = await readRoundFile(reader, file);
    if (round !== null) rounds.set(round.pack.id, round);
  }
  if (reader.faults.length > 0) throw new PolicyFaults(reader.faults);
  return rounds;
}
