import type { FastifyInstance } from 'fastify';

/** Once closing, an answer in flight may take this long before its connection is cut. */
const GRACE_MS = 2_000;

/**
 * Lets `app.close()` end soon although clients keep their connections: from then on every answer
 * says that its connection is closed, and what is still open after a grace is cut.
 */
export function closeInTime(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    const timer = setTimeout(() => app.server.closeAllConnections(), GRACE_MS);
    app.server.once('close', () => clearTimeout(timer));
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}
