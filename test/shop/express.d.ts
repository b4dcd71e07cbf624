/** Express brings no types: this is what the shop uses of it. */
declare module 'express' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Request extends IncomingMessage {
    readonly method: string;
    readonly url: string;
    readonly baseUrl: string;
    readonly params: Readonly<Record<string, string>>;
    readonly body: unknown;
  }
  export interface Reply extends ServerResponse {
    status(code: number): Reply;
    type(type: string): Reply;
    json(body: unknown): Reply;
    send(body: string): Reply;
  }
  type Handler = (request: Request, reply: Reply, next: () => void) => unknown;
  export type ErrorHandler = (
    error: Error & { readonly status?: number },
    request: Request,
    reply: Reply,
    next: () => void,
  ) => unknown;

  // An error handler is told by its four parameters.
  interface Application {
    (request: IncomingMessage, response: ServerResponse): void;
    use(handler: Handler | ErrorHandler): void;
    use(paths: readonly string[], handler: Handler): void;
    post(path: string, handler: Handler): void;
  }
  const express: { (): Application; json(options: { readonly limit: number }): Handler };
  export default express;
}
