import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Three projects by what they need: nothing, a database, a database and a browser.
export default defineConfig({
  test: {
    // A journey waits for its database half of the time: two on two cores, where one would be the rule.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          // Nothing here keeps state in a module, so files may share one: reading the code again is most of their time.
          isolate: false,
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'test/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'journeys',
          isolate: false,
          include: ['test/{journeys,simulation}/**/*.test.ts'],
          globalSetup: ['test/support/database-server.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/support/database-server.ts'],
          testTimeout: 120_000,
          hookTimeout: 600_000,
          // A browser and a server for each file fill two cores.
          fileParallelism: false,
        },
      },
    ],
  },
});
