import type { CliCommand, CliIo } from '../../cli-command.ts';
import { connect } from '../../db.ts';
import { type Fault, type KeptCheckpoint, type Verification, verifyJournal } from './verify.ts';

function say(fault: Fault): string {
  switch (fault.kind) {
    case 'changed':
      return `changed: record ${fault.journalId} at position ${fault.position} is not what was sealed`;
    case 'missing':
      return `missing: record ${fault.journalId} at position ${fault.position} is gone`;
    case 'gap':
      return `missing or reordered: no seal at position ${fault.position}`;
    case 'inserted':
      return `inserted: record ${fault.journalId} was slipped in behind the seal`;
    case 'checkpoint':
      return `checkpoint: the chain does not meet the checkpoint at position ${fault.position}`;
  }
}

/** '32:1200:ab12…' → a checkpoint somebody kept elsewhere. */
function keptOf(args: readonly string[], province: number): KeptCheckpoint[] {
  return args.flatMap((arg) => {
    const [, place, position, chainHash] = /^--checkpoint=(\d+):(\d+):([0-9a-f]{64})$/.exec(arg) ?? [];
    return chainHash === undefined || Number(place) !== province
      ? []
      : [{ position: Number(position), chainHash }];
  });
}

function report(io: CliIo, result: Verification): void {
  const verdict = result.faults.length === 0 ? 'intact' : `${result.faults.length} faults`;
  io.print(
    `province ${result.province}: ${result.records} sealed records, ${result.unsealed} waiting: ${verdict}`,
  );
  if (result.records > 0)
    io.print(`  keep this checkpoint: ${result.province}:${result.records}:${result.chainHash}`);
  for (const fault of result.faults) io.fail(`  ${say(fault)}`);
}

async function verify(args: readonly string[], io: CliIo): Promise<number> {
  const installation = await io.openDatabase();
  const database = connect(installation.url, { connections: 1, name: 'verify' });
  try {
    const { rows } = await database.pool.query<{ province: number }>(
      'select distinct province from organisation union select 0 order by 1',
    );
    let faults = 0;
    for (const { province } of rows) {
      const scope = { province, organisationId: null, reach: 'system' } as const;
      const result = await verifyJournal(database.db, scope, keptOf(args, province));
      if (result.records + result.unsealed > 0 || result.faults.length > 0) report(io, result);
      faults += result.faults.length;
    }
    return faults === 0 ? 0 : 1;
  } finally {
    await database.close();
    await installation.close();
  }
}

export const journalCommands: readonly CliCommand[] = [
  {
    name: 'journal verify',
    usage: 'journal verify [--checkpoint=PROVINCE:POSITION:HASH …]',
    summary:
      'computes the hash chain of the journal again and names every changed, missing, inserted or reordered record',
    run: verify,
  },
];
