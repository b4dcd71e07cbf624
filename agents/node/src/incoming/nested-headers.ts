// `writeHead(200, [[name, value], …])`: Node takes such lists only as long as no header is set, and the
// agent sets one before the application sees the response.
import { ServerResponse } from 'node:http';

type WriteHead = (this: ServerResponse, ...parts: unknown[]) => ServerResponse;

/** Makes them the flat lists that Node takes always. Returns what undoes it. */
export function allowNestedHeaders(): () => void {
  const prototype = ServerResponse.prototype as unknown as { writeHead: WriteHead };
  const original = prototype.writeHead;
  function writeHead(this: ServerResponse, ...parts: unknown[]): ServerResponse {
    const last = parts.length - 1;
    const headers = parts[last];
    if (Array.isArray(headers) && Array.isArray(headers[0])) parts[last] = headers.flat();
    return Reflect.apply(original, this, parts) as ServerResponse;
  }
  prototype.writeHead = writeHead;
  return () => {
    if (prototype.writeHead === writeHead) prototype.writeHead = original;
  };
}
