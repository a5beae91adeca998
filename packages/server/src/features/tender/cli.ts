import { readFile } from 'node:fs/promises';
import { type BundleVerdict, type Difference, verifyBundle } from '@daylight/rules/award/bundle.ts';
import type { CliCommand, CliIo } from '../../cli-command.ts';

function say(each: Difference): string {
  const place = each.path === '' ? '' : ` at ${each.path}`;
  return `${each.of} ${each.id}${place}: stated ${each.stated}, computed ${each.computed}`;
}

/** Where a verdict is told: why the award is as it is, or what does not come out as stated. */
function report(io: CliIo, verdict: BundleVerdict): void {
  for (const { path, code, found } of verdict.faults)
    io.fail(`  unreadable: ${path} ${code}${found === '' ? '' : ` (${found})`}`);
  for (const each of verdict.differences) io.fail(`  ${say(each)}`);
  if (verdict.result === null) return;
  const { bids, units } = verdict.result;
  const winners = bids.filter(({ selected }) => selected).length;
  const count = verdict.differences.length;
  io.print(
    `${units.length} units, ${bids.length} bids, ${winners} selected, computed with ${verdict.engine}: ${count === 0 ? 'intact' : `differences: ${count}`}`,
  );
}

function explain(io: CliIo, { result }: BundleVerdict, product: string): void {
  const bid = result?.bids.find((each) => each.product === product);
  if (bid === undefined) io.fail(`  no bid for ${product}`);
  for (const { step, rule, effect, code, facts } of bid?.reasons ?? [])
    io.print(`  ${step}${rule === null ? '' : ` ${rule}`}: ${effect} ${code} ${JSON.stringify(facts)}`);
}

async function verify(args: readonly string[], io: CliIo): Promise<number> {
  const path = args.find((each) => !each.startsWith('--'));
  if (path === undefined) {
    io.fail('which bundle? npm run cli -- award verify BUNDLE');
    return 2;
  }
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) {
    io.fail(`cannot read ${path}`);
    return 2;
  }
  let bundle: unknown;
  try {
    bundle = JSON.parse(text);
  } catch {
    io.fail(`${path} is not JSON`);
    return 1;
  }
  const verdict = verifyBundle(bundle);
  report(io, verdict);
  for (const arg of args) {
    const product = /^--bid=(.+)$/.exec(arg)?.[1];
    if (product !== undefined) explain(io, verdict, product);
  }
  return verdict.intact ? 0 : 1;
}

export const tenderCommands: readonly CliCommand[] = [
  {
    name: 'award verify',
    usage: 'award verify BUNDLE [--bid=PRODUCT …]',
    summary:
      'computes the award of a public bundle again, without network or database, and names the first difference of each bid; --bid tells which rule selected or rejected it',
    run: verify,
  },
];
