import type { Server } from 'node:http';
import { HOST, type Instance, PORTS, portOf } from '../settings.ts';
import { createLog, type Log } from './log.ts';

const LONGEST_END_MS = 3_000;

/** What serves HTTP, and whatever has to be put away with it. */
export interface Service {
  listen(address: { readonly host: string; readonly port: number }): Promise<unknown>;
  close(): Promise<unknown>;
}

/** Starts a service, tells the process that started it, and stops it in order when asked to. */
export async function run(
  instance: Instance,
  build: (log: Log) => Promise<Service>,
): Promise<void> {
  const log = createLog(instance);
  try {
    const port = portOf(instance, process.env);
    const service = await build(log);
    await listen(service, instance, port);
    log.info({ port }, 'ready');
    stopWhenAsked(service, log);
    if (process.connected) process.send?.({ ready: true });
  } catch (error) {
    console.error(`nunchi ${instance}: ${(error as Error).message}`);
    process.exit(1);
  }
}

async function listen(service: Service, instance: Instance, port: number): Promise<void> {
  try {
    await service.listen({ host: HOST, port });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${message})`;
    throw new Error(
      `port ${port} on ${HOST} ${reason}; set ${PORTS[instance].setting} to another`,
      { cause: error },
    );
  }
}

function stopWhenAsked(service: Service, log: Log): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await service.close();
    log.info('stopped');
    // It ends of itself when nothing is left to do, for the agent as well; in the end it is ended.
    if (process.connected) process.disconnect();
    setTimeout(() => process.exit(0), LONGEST_END_MS).unref();
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  process.once('disconnect', () => void stop());
}

/** A plain server as a service. */
export function serviceOf(server: Server, close: () => Promise<void> = async () => {}): Service {
  return {
    listen: (address) =>
      new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(address, resolve);
      }),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await closed;
      await close();
    },
  };
}
