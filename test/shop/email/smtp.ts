import { createHash } from 'node:crypto';
import { type Latency, takeTime } from '../common/latency.ts';
import { errorOf } from '../common/operations.ts';
import type { Mail } from './mail.ts';

/** How long the customer's mail server takes. */
const LATENCY: Latency = { medianMs: 35, sigma: 0.6, mostMs: 900 };
/** Its mail server puts off some of what it sees for the first time, to keep spam out. */
const GREYLISTING = 'haru@';
const PUT_OFF = 0.06;

/** `delivery`: how often this has been tried, from 1. Throws what a mail server answers. */
export async function send(mail: Mail, delivery: number): Promise<void> {
  await takeTime(LATENCY);
  if (delivery === 1 && isPutOff(mail)) {
    const text = `451 4.7.1 <${mail.to}>: greylisted, try again later`;
    throw errorOf('SMTPError', text, 'EENVELOPE');
  }
}

/** The same mail always fares the same. */
export function isPutOff({ to, messageId }: Mail): boolean {
  if (!to.startsWith(GREYLISTING)) return false;
  return createHash('sha256').update(messageId).digest().readUInt8(0) < PUT_OFF * 256;
}
