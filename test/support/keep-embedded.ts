import { startEmbedded } from '../../packages/server/src/embedded/postgres.ts';

// A process of its own that keeps an embedded PostgreSQL until it is killed; the tests of embedded/ kill it.
const server = await startEmbedded({ dataDir: process.argv[2] ?? '', log: () => undefined });
console.log(server.url);
process.stdin.resume();
