import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

/** `npm run sim`: a province lived by chance, with everything checked after every day. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '30' },
    institutions: { type: 'string', default: '50' },
    orders: { type: 'string', default: '0.5' },
    lines: { type: 'string', default: '8' },
    bargains: { type: 'string', default: '6' },
    from: { type: 'string', default: '1' },
    'check-every': { type: 'string', default: '1' },
    'no-shrink': { type: 'boolean', default: false },
  },
});
const report = await simulate(
  {
    seed: Number(values.seed),
    days: Number(values.days),
    institutions: Number(values.institutions),
    ordersPerDay: Number(values.orders),
    linesMax: Number(values.lines),
    bargainsPerDay: Number(values.bargains),
    items: 1500,
    provinceListings: 120,
    cityListings: 40,
    checkEvery: Number(values['check-every']),
  },
  { log: (line) => console.log(line), shrink: !values['no-shrink'], from: Number(values.from) },
);
if (report.failure !== null) process.exitCode = 1;
