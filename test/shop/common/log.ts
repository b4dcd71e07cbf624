import { pino, type Logger } from 'pino';

export type Log = Logger;

/** JSON lines on standard output; the agent sends them to the collector as well. */
export function createLog(name: string): Log {
  return pino({ name, level: process.env['NUNCHI_LOG_LEVEL'] ?? 'info' });
}
