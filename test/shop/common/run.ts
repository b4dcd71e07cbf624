import type { Server } from 'node:http';
import { HOST, type Instance, portOf } from '../settings.ts';
import { listenAs } from './listen.ts';
import { createLog, type Log } from './log.ts';

/** What serves HTTP. */
export interface Service {
  listen(address: { readonly host: string; readonly port: number }): Promise<unknown>;
}

/**
 * Starts a service, and tells the process that started it. How it stops (in order, on SIGTERM), and
 * whether it lives, is its agent's matter.
 */
export async function run(
  instance: Instance,
  build: (log: Log) => Promise<Service>,
): Promise<void> {
  const log = createLog(instance);
  try {
    const port = portOf(instance, process.env);
    const service = await build(log);
    await listenAs(instance, port, () => service.listen({ host: HOST, port }));
    log.info({ port }, 'ready');
    // Whoever started it is gone: it ends as if that had asked it to.
    process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
    if (process.connected) process.send?.({ ready: true });
  } catch (error) {
    console.error(`nunchi ${instance}: ${(error as Error).message}`);
    process.exit(1);
  }
}

/** A plain server as a service. */
export function serviceOf(server: Server): Service {
  return {
    listen: (address) =>
      new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(address, resolve);
      }),
  };
}
