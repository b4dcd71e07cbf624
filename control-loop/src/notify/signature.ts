import { createHmac } from 'node:crypto';

/** The value of `X-Nunchi-Signature` for a body that is sent at a time (epoch milliseconds). */
export function signature(body: string, secret: string, now: number): string {
  const seconds = Math.floor(now / 1_000);
  const code = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${code}`;
}
