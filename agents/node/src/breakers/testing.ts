// A real HTTP server that answers as told, and breakers with a clock that only the test moves.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Judged } from './breaker.ts';
import { createGuard, type Guard } from '../outgoing/guard.ts';
import { Peers } from './peers.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

export interface TestServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Requests that arrived. */
  requests(): number;
  connections(): number;
  close(): Promise<void>;
}

export async function listen(handler: http.RequestListener): Promise<TestServer> {
  let requests = 0;
  let connections = 0;
  const server = http.createServer((request, response) => {
    requests += 1;
    handler(request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: '127.0.0.1',
    port,
    requests: () => requests,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface TestPeers {
  readonly peers: Peers;
  readonly guard: Guard;
  readonly outcomes: (Judged | 'rejected')[];
  readonly changes: string[];
  readonly faults: unknown[];
  /** Two failures open a breaker. */
  readonly sensitive: typeof DEFAULT_SETTINGS;
  now(): number;
  forceOpen(server: TestServer): void;
  wait(ms: number): void;
}

export function testPeers(maxPeers = 1_000): TestPeers {
  let now = 1_000_000;
  const outcomes: (Judged | 'rejected')[] = [];
  const changes: string[] = [];
  const faults: unknown[] = [];
  const peers = new Peers({
    now: () => now,
    maxPeers,
    observer: {
      called: (_peer, outcome) => outcomes.push(outcome),
      changed: ({ host, port }, { from, to }) => changes.push(`${host}:${port} ${from} → ${to}`),
      evicted: () => changes.push('evicted'),
    },
  });
  const sensitive = { ...DEFAULT_SETTINGS, minimumRequests: 2 };
  peers.configure(sensitive, new Map());
  return {
    peers,
    guard: createGuard(peers, (error) => faults.push(error)),
    outcomes,
    changes,
    faults,
    sensitive,
    now: () => now,
    forceOpen({ host, port }) {
      const until = now + 60_000;
      const forced = { id: 'a1', state: 'open', until, slowCallMs: 0, reason: 'told so' } as const;
      peers.configure(sensitive, new Map([[`${host}:${port}`, forced]]));
    },
    wait(ms) {
      now += ms;
      peers.tick();
    },
  };
}
