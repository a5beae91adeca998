import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What the wire between server and database does to what passes. */
export interface Weather {
  /** Each piece arrives so much later. */
  readonly lateMs?: number;
  /** Longer pieces are cut into such of so many bytes. */
  readonly bytesMax?: number;
  /** Nothing passes in this direction any more, and nobody is told: no end, no reset. */
  readonly lost?: 'both' | 'answers';
}

export interface Wire {
  /** Of the database, by way of the wire. */
  readonly url: string;
  weather: Weather;
  /** Ends what was lost, as a network does some day, and lets new connections through. */
  heal(): void;
  close(): Promise<void>;
}

/** A network between the server and its database that can be made late, ragged or deaf. */
export async function layWire(url: string): Promise<Wire> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ host: target.hostname, port: Number(target.port), noDelay: true });
    near.setNoDelay(true);
    carry(near, far, () => wire.weather.lost === 'both');
    carry(far, near, () => wire.weather.lost !== undefined);
  });
  const carry = (from: Socket, to: Socket, isLost: () => boolean): void => {
    sockets.add(from);
    let before: Promise<unknown> = Promise.resolve();
    from.on('data', (bytes: Buffer) => {
      if (isLost()) return;
      const { lateMs = 0, bytesMax = bytes.length } = wire.weather;
      before = before.then(async () => {
        for (let at = 0; at < bytes.length; at += bytesMax) {
          if (lateMs > 0) await delay(lateMs);
          if (!to.destroyed) to.write(bytes.subarray(at, at + bytesMax));
        }
      });
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      void before.then(() => to.destroy());
    });
  };
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await listening;
  const near = new URL(url);
  near.port = String((server.address() as AddressInfo).port);
  const wire: Wire = {
    url: near.href,
    weather: {},
    heal() {
      wire.weather = {};
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      const { promise: closed, resolve: done } = Promise.withResolvers<void>();
      server.close(() => done());
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return wire;
}
