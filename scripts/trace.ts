// `npm run trace`: which clauses of the requirements have a rule, an endpoint, a screen and a test.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPolicy } from '../packages/server/src/policy/load.ts';
import { readSources, repositoryDir } from '../packages/server/src/policy/sources.ts';
import { traceReport } from '../packages/server/src/policy/trace-report.ts';
import { overclaims, traceOf } from '../packages/server/src/policy/trace.ts';

const { book, clauses, claims } = await loadPolicy();
const trace = traceOf({ book, clauses, claims, sources: await readSources() });
const report = traceReport(trace);
await writeFile(join(repositoryDir, 'docs/trace.md'), report.markdown);
console.log(report.table);
const wrong = [
  ...trace.unknown.map(
    ({ clause, path }) => `${path} names ${clause}, which is no clause of policy/clauses.json`,
  ),
  ...overclaims(trace),
];
for (const each of wrong) console.error(each);
process.exitCode = wrong.length === 0 ? 0 : 1;
