// A real HTTP server that answers as told, and breakers with a clock that only the test moves.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Judged, Outcome, Transition } from './breaker.ts';
import type { CircuitOpenError } from './circuit-open-error.ts';
import { type Caller, Peers } from './peers.ts';
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
  readonly outcomes: (Judged | 'rejected')[];
  readonly changes: string[];
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
    outcomes,
    changes,
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

/** A call that is asked for and ended by hand. */
export class TestCall implements Caller {
  permit = 0;
  startedAt: number;
  /** Changes of the breaker that this call was told of. */
  readonly changes: string[] = [];

  constructor(startedAt: number) {
    this.startedAt = startedAt;
  }

  breakerChanged(_peer: unknown, { from, to, reason }: Transition): void {
    this.changes.push(`${from} → ${to}: ${reason}`);
  }
}

/** A call with this outcome, unless it is refused; null: it stays under way. */
export function callPeer(
  peers: Peers,
  host: string,
  { at, outcome }: { readonly at: number; readonly outcome: Outcome | null },
): { readonly call: TestCall; readonly refusal: CircuitOpenError | null } {
  const call = new TestCall(at);
  const peer = peers.find(host, 80);
  const refusal = peers.ask(peer, call);
  if (!refusal && outcome) peers.tell(peer, call, outcome);
  return { call, refusal };
}
