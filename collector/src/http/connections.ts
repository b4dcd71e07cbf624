import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Why a connection was closed or not taken. */
export type Closed = 'idle' | 'too_many' | 'pipelined';

export interface ConnectionSettings {
  readonly maxConnections: number;
  /** Requests that a client may send ahead on one connection; exporters send none. */
  readonly maxPipelined: number;
}

/**
 * Keeps the number of connections bounded so that whoever wants to send can: when there are too
 * many, the one goes that was idle for longest, those first that never sent a request.
 */
export class Connections {
  readonly #settings: ConnectionSettings;
  readonly #closed: (reason: Closed) => void;
  readonly #open = new Set<Socket>();
  /** Without a request, the longest idle first: those that never had one, and the others. */
  readonly #unused = new Set<Socket>();
  readonly #kept = new Set<Socket>();
  /** Requests that are not answered yet. */
  readonly #requests = new Map<Socket, number>();

  constructor(server: Server, settings: ConnectionSettings, closed: (reason: Closed) => void) {
    this.#settings = settings;
    this.#closed = closed;
    server.on('connection', (socket: Socket) => this.#add(socket));
    const onRequest = (request: IncomingMessage, reply: ServerResponse): void =>
      this.#use(request.socket, reply);
    server.prependListener('request', onRequest);
    server.prependListener('checkContinue', onRequest);
  }

  get size(): number {
    return this.#open.size;
  }

  #add(socket: Socket): void {
    if (this.#open.size >= this.#settings.maxConnections) {
      const [longestIdle] = this.#unused.size > 0 ? this.#unused : this.#kept;
      this.#close(longestIdle ?? socket, longestIdle ? 'idle' : 'too_many');
      if (!longestIdle) return;
    }
    this.#open.add(socket);
    this.#unused.add(socket);
    socket.once('close', () => this.#forget(socket));
  }

  #use(socket: Socket, reply: ServerResponse): void {
    const ahead = (this.#requests.get(socket) ?? 0) + 1;
    if (ahead > this.#settings.maxPipelined) {
      if (!socket.destroyed) this.#close(socket, 'pipelined');
      return;
    }
    this.#requests.set(socket, ahead);
    this.#unused.delete(socket);
    this.#kept.delete(socket);
    reply.once('close', () => this.#answered(socket));
  }

  #answered(socket: Socket): void {
    const left = (this.#requests.get(socket) ?? 1) - 1;
    if (left > 0) {
      this.#requests.set(socket, left);
      return;
    }
    this.#requests.delete(socket);
    if (this.#open.has(socket)) this.#kept.add(socket);
  }

  #close(socket: Socket, reason: Closed): void {
    this.#closed(reason);
    this.#forget(socket);
    socket.destroy();
  }

  #forget(socket: Socket): void {
    this.#open.delete(socket);
    this.#unused.delete(socket);
    this.#kept.delete(socket);
  }
}
