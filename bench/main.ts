import { benchAwardBrowser } from './award-browser.ts';
import { benchAward } from './award.ts';
import { benchCatalogue } from './catalogue.ts';
import { benchDemand } from './demand.ts';
import { benchLinkage } from './linkage.ts';
import { benchBoards } from './boards.ts';
import { benchOrders } from './order.ts';
import { benchWork } from './work.ts';
import { benchZones } from './zones.ts';

/** `npm run bench` measures everything, `npm run bench -- orders` one group; `--short` only sees that it runs (size.ts). */
const groups: Readonly<Record<string, () => Promise<void>>> = {
  orders: benchOrders,
  work: benchWork,
  boards: benchBoards,
  catalogue: benchCatalogue,
  linkage: benchLinkage,
  zones: benchZones,
  demand: benchDemand,
  award: benchAward,
  'award-browser': benchAwardBrowser,
};

const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = asked.filter((word) => groups[word] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`no such group: ${unknown.join(', ')}; there are ${Object.keys(groups).join(', ')}\n`);
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(groups))
    if (asked.length === 0 || asked.includes(name)) await run();
}
