import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';

interface BadConnection {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
}

/** What cannot become a request: how it is answered, and as what it is counted. */
export function badConnection(code: string | undefined): BadConnection {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, reason: 'too_slow', message: 'the request did not come in time' };
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, reason: 'too_large', message: 'the headers are too large' };
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return { status: 413, reason: 'too_large', message: 'chunk extensions are too large' };
    default:
      return { status: 400, reason: 'malformed', message: 'this is not an HTTP request' };
  }
}

/**
 * Answers a connection that sent what is no request, or half of one, and closes it. `refused` is
 * told why; not of a connection that was only closed by its client.
 */
export function answerBadConnection(
  error: NodeJS.ErrnoException,
  socket: Socket,
  refused: (reason: string) => void,
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, reason, message } = badConnection(error.code);
  refused(reason);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify({ code: 3, message });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
