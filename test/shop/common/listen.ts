import { HOST, type Listener, PORTS } from '../settings.ts';

/** Throws one sentence where it cannot: with the setting that names another port. */
export async function listenAs(
  listener: Listener,
  port: number,
  listen: () => Promise<unknown>,
): Promise<void> {
  try {
    await listen();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${message})`;
    throw new Error(
      `port ${port} on ${HOST} ${reason}; set ${PORTS[listener].setting} to another`,
      { cause: error },
    );
  }
}
