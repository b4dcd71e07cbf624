import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Instance, type Listener, LISTENERS, PORTS } from './shop/settings.ts';
import { type Stack, type StackOptions, startStack } from './stack.ts';

export interface Demo extends Stack {
  readonly paymentPort: number;
  urlOf(instance: Instance): string;
  /** Tells an instance how to misbehave. */
  misbehave(instance: Instance, how: object): Promise<void>;
  misbehaviour(instance: Instance): Promise<unknown>;
  /** Somebody buys a cart with a teapot; at the gateway, unless another address takes orders. */
  order(url?: string): Promise<{ readonly status: number; readonly correlationId: string }>;
  /** SIGKILL; its supervisor starts it anew. */
  killControlLoop(): Promise<void>;
}

/** The stack with the shop, as `npm run demo` starts them, on free ports. */
export async function startDemo(options: StackOptions = {}): Promise<Demo> {
  const ports = Object.fromEntries(
    await Promise.all(LISTENERS.map(async (listener) => [listener, await quietPort()] as const)),
  ) as Record<Listener, number>;
  const settings = LISTENERS.map((listener) => [PORTS[listener].setting, String(ports[listener])]);
  const stack = await startStack({
    ...options,
    args: ['--demo', ...(options.args ?? [])],
    env: { ...Object.fromEntries(settings), ...options.env },
  });
  const urlOf = (instance: Instance) => `http://127.0.0.1:${ports[instance]}`;
  const post = (url: string, body: object): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  return {
    ...stack,
    paymentPort: ports.payment,
    urlOf,
    async misbehave(instance, how) {
      const reply = await post(`${urlOf(instance)}/misbehave`, how);
      if (!reply.ok) throw new Error(`${instance} does not misbehave: ${await reply.text()}`);
    },
    misbehaviour: async (instance) => (await fetch(`${urlOf(instance)}/misbehave`)).json(),
    async order(url = `${urlOf('gateway')}/checkout`) {
      const cart = randomUUID();
      const item = { product: 'teapot', quantity: 1 };
      const filled = await post(`${urlOf('gateway')}/carts/${cart}/items`, item);
      if (!filled.ok) throw new Error(`the cart stays empty: ${await filled.text()}`);
      const reply = await post(url, { customer: 'mina', cart });
      await reply.text();
      return { status: reply.status, correlationId: reply.headers.get('x-correlation-id') ?? '' };
    },
    async killControlLoop() {
      const pid = stack.run().processes['control-loop']?.pid;
      if (pid === undefined) throw new Error('there is no control loop');
      process.kill(pid, 'SIGKILL');
      while (stack.run().processes['control-loop']?.pid === pid) await pause(50);
    },
  };
}

const given = new Set<number>();

/**
 * A free port that no connection is given meanwhile: systems take the ports of outgoing ones from
 * 32768 on, and some hundred are made before the last service of the shop listens.
 */
async function quietPort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000);
    if (given.has(port)) continue;
    given.add(port);
    const server = createServer().listen(port, '127.0.0.1');
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.close();
    if (free) return port;
  }
}
