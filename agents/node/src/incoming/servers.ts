// Sees the servers of `node:http` and `node:https`, their connections and requests, before the
// application does. OpenTelemetry's instrumentation wraps the same `emit` later, so that what
// happens here happens inside of the server span.
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

export type Server = http.Server | https.Server;

/** True: the request is taken; the application does not see it, or not now. */
export type Gate = (server: Server, request: IncomingMessage, response: ServerResponse) => boolean;

type Listener = (...parts: unknown[]) => unknown;
type Patchable = { emit: Listener; on: Listener };

/** What is known of the application's servers, for all of the process. */
export class Servers {
  readonly listening = new Set<Server>();
  /** Open connections that speak HTTP; empty unless they are asked for. */
  readonly connections = new Set<Socket>();
  /** Requests that came, ever. */
  requests = 0;
  /** Asked for every request while it is set; unset, a request costs one comparison. */
  gate: Gate | undefined;
  /** No answer from now on invites to another request on its connection. */
  areLeaving = false;
  /** Some server was made, whether it listens or not. */
  wereMade = false;
  /** Some server listened once. */
  everListened = false;
  readonly #onListening: () => void;

  /** `onListening` is called whenever the first of possibly many servers listens. */
  constructor(onListening: () => void) {
    this.#onListening = onListening;
  }

  started(server: Server): void {
    this.everListened = true;
    this.listening.add(server);
    if (this.listening.size === 1) this.#onListening();
  }
}

export interface WatchOptions {
  readonly withConnections: boolean;
  /** Called with any fault of ours; the application goes on as if we were not there. */
  readonly onFault: (error: unknown) => void;
}

export interface Watch {
  /** Gives the application a request that the gate had taken. */
  deliver(server: Server, request: IncomingMessage, response: ServerResponse): void;
  undo(): void;
}

export function watchServers(servers: Servers, options: WatchOptions): Watch {
  const plain = patch(http.Server.prototype, 'connection', servers, options);
  const secure = patch(https.Server.prototype, 'secureConnection', servers, options);
  return {
    deliver(server, request, response) {
      const { emit } = server instanceof https.Server ? secure : plain;
      Reflect.apply(emit, server, ['request', request, response]);
    },
    undo() {
      plain.undo();
      secure.undo();
    },
  };
}

/** Answers the `emit` that was there before. */
function patch(
  prototype: object,
  connection: string,
  servers: Servers,
  { withConnections, onFault }: WatchOptions,
) {
  const target = prototype as Patchable;
  const before = { emit: target.emit, on: target.on };
  const own = { emit: Object.hasOwn(target, 'emit'), on: Object.hasOwn(target, 'on') };
  let active = true;

  const see = (server: Server, event: string, parts: IArguments): boolean => {
    try {
      if (event === 'request') {
        servers.requests++;
        if (servers.areLeaving) beTheLast(parts[2]);
        return servers.gate !== undefined && servers.gate(server, parts[1], parts[2]);
      }
      if (event === connection) {
        if (withConnections) keep(parts[1]);
      } else if (event === 'listening') servers.started(server);
      else if (event === 'close') servers.listening.delete(server);
    } catch (error) {
      onFault(error);
    }
    return false;
  };
  const keep = (socket: Socket): void => {
    servers.connections.add(socket);
    socket.once('close', forget);
  };
  function forget(this: Socket): void {
    servers.connections.delete(this);
  }

  function emit(this: Server, event: string): boolean {
    // As they came: listeners may count their arguments.
    // oxlint-disable-next-line prefer-rest-params
    const parts = arguments;
    if (active && see(this, event, parts)) return true;
    return Reflect.apply(before.emit, this, parts) as boolean;
  }
  // Every server listens to itself as it is made.
  function on(this: Server): unknown {
    servers.wereMade = true;
    // oxlint-disable-next-line prefer-rest-params
    return Reflect.apply(before.on, this, arguments);
  }
  target.emit = emit as Listener;
  target.on = on as Listener;

  return {
    emit: before.emit,
    undo() {
      active = false;
      for (const [name, ours] of [
        ['emit', emit as Listener],
        ['on', on as Listener],
      ] as const) {
        // Somebody else's patch on top of ours keeps calling ours, which then only passes on.
        if (target[name] !== ours) continue;
        if (own[name]) target[name] = before[name];
        else Reflect.deleteProperty(target, name);
      }
    },
  };
}

/** Tells the client that its connection ends with this answer. */
export function beTheLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
