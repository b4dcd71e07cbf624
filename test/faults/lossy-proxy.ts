import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';

/** What becomes of an insert on its way to ClickHouse. */
export const FATES = [
  'passed',
  /** The answer comes late. */
  'slow',
  /** ClickHouse took it; the connection breaks instead of the answer. */
  'no answer',
  /** The connection breaks as soon as ClickHouse has all of it, and may just be working on it. */
  'broken while it works',
  /** The connection breaks in the middle of the block. */
  'cut in the middle',
  /** ClickHouse took it; something between says that it could not be reached. */
  'bad gateway',
] as const;
export type Fate = (typeof FATES)[number];

export interface LossyProxy {
  readonly port: number;
  /** How many inserts had which fate. */
  readonly fates: Readonly<Record<Fate, number>>;
  /** From now on everything is passed. */
  calm(): void;
  close(): void;
}

const SLOWEST_MS = 1_500;
/** A segment of the journal is several inserts, and none of them may fail. */
const HARMED = 0.2;

/** Stands between the collector and ClickHouse and does harm to one insert in five. */
export async function lossyProxy(toPort: number, random: Random): Promise<LossyProxy> {
  const fates = Object.fromEntries(FATES.map((fate) => [fate, 0])) as Record<Fate, number>;
  let calm = false;
  let harms = 0;

  const forward = (incoming: IncomingMessage, reply: ServerResponse, fate: Fate): void => {
    const { method, url: path, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port: toPort, method, path, headers });
    const breakOff = () => reply.destroy();
    onward.on('error', breakOff);
    onward.on('response', async (answer) => {
      answer.on('error', breakOff);
      if (fate === 'slow') await pause(random.integer(100, SLOWEST_MS));
      if (fate === 'passed' || fate === 'slow') {
        reply.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(reply);
        return;
      }
      answer.resume();
      if (fate === 'bad gateway') reply.writeHead(502).end('Bad Gateway');
      else breakOff();
    });
    if (fate === 'cut in the middle') {
      incoming.once('data', (chunk: Buffer) => {
        incoming.destroy();
        onward.write(chunk.subarray(0, random.integer(0, chunk.length)), () => onward.destroy());
      });
      return;
    }
    incoming.pipe(onward);
    if (fate === 'broken while it works') {
      onward.once('finish', async () => {
        await pause(random.integer(0, 10));
        breakOff();
      });
    }
  };

  const proxy = createServer((incoming, reply) => {
    const isInsert = decodeURIComponent(incoming.url ?? '').includes('INSERT');
    const harm = isInsert && !calm && random.next() < HARMED;
    const fate = harm ? (FATES[1 + (harms++ % (FATES.length - 1))] as Fate) : 'passed';
    if (isInsert) fates[fate] += 1;
    forward(incoming, reply, fate);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as { port: number }).port,
    fates,
    calm: () => {
      calm = true;
    },
    close: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}
