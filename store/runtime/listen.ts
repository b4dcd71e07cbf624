import type { FastifyInstance } from 'fastify';

/** Listens, or throws one sentence that names the port and the setting that changes it. */
export async function listen(
  app: FastifyInstance,
  address: { readonly host: string; readonly port: number; readonly portSetting: string },
): Promise<string> {
  const { host, port, portSetting } = address;
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${message})`;
    throw new Error(`port ${port} on ${host} ${reason}; set ${portSetting} to another`, {
      cause: error,
    });
  }
}
