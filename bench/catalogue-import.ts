import { systemContext } from '@daylight/server/context.ts';
import { importFile } from '@daylight/server/features/catalogue/import-file.ts';
import { openWorld } from '@daylight/server/main.ts';

/** One import as a process of its own, so that its memory is its own: `node bench/catalogue-import.ts URL DATA_DIR FILE`. */
const [url = '', dataDir = '', file = ''] = process.argv.slice(2);
const world = await openWorld({ url, dataDir, demo: false, connections: 2 });
const phases: Record<string, number> = {};
const began = performance.now();
const result = await importFile(systemContext(world, 0, 'bench'), {
  path: file,
  onProgress: ({ phase }) => {
    phases[phase] ??= performance.now() - began;
  },
});
if (!result.ok || result.value.outcome.state === 'failed') throw new Error(JSON.stringify(result));
const { counts } = result.value.outcome;
const usage = process.resourceUsage();
process.stdout.write(
  `${JSON.stringify({
    counts,
    ms: performance.now() - began,
    readMs: phases['indexing'] ?? 0,
    cpuMs: (usage.userCPUTime + usage.systemCPUTime) / 1000,
    // Peak of resident memory, in megabytes of a million bytes.
    memoryMb: (usage.maxRSS * 1024) / 1e6,
  })}\n`,
);
await world.database.close();
