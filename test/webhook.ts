import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

export interface Received {
  readonly id: string;
  /** Whether the signature is the one of this body. */
  readonly signed: boolean;
  readonly body: {
    readonly version: string;
    readonly status: 'firing' | 'resolved';
    readonly alerts: readonly {
      readonly status: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly fingerprint: string;
    }[];
  };
}

export interface WebhookReceiver {
  readonly url: string;
  /** Everything that came, in order. */
  readonly received: readonly Received[];
  /** Answers with another status than 200 from now on. */
  answerWith(status: number): void;
  close(): void;
}

/** Somebody's webhook: remembers what came and checks the signature as a receiver should. */
export async function startWebhook(secret: string): Promise<WebhookReceiver> {
  const received: Received[] = [];
  let status = 200;
  const server = createServer((request, reply) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      received.push({
        id: String(request.headers['x-nunchi-notification']),
        signed: isSigned(String(request.headers['x-nunchi-signature']), text, secret),
        body: JSON.parse(text) as Received['body'],
      });
      reply.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/alarms`,
    received,
    answerWith: (next) => (status = next),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function isSigned(header: string, body: string, secret: string): boolean {
  const [, time = '', signature = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  const wanted = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return signature === wanted;
}
