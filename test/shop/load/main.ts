// People who visit the shop, more by day than by night, whatever becomes of them. A plain process
// without the agent: the first span of each trace is the gateway's.
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Environment, urlOf, wholeNumber } from '../settings.ts';
import { arrivals, type Day, hourAt } from './day.ts';
import { seededRandom } from './random.ts';
import { type Step, visitOf } from './visit.ts';

/** Who comes when the shop is full is left out, and counted: a slow shop is not to be run over. */
const MOST_INSIDE = 100;
const TIMEOUT_MS = 20_000;
const REPORT_MS = 30_000;

interface Settings extends Day {
  readonly gateway: string;
  readonly seed: number;
}

try {
  start(readSettings(process.env));
} catch (error) {
  console.error(`nunchi load: ${(error as Error).message}`);
  process.exit(1);
}

function readSettings(env: Environment): Settings {
  const whole = (name: string, fallback: number, min: number, max: number) =>
    wholeNumber(env, `NUNCHI_SHOP_${name}`, fallback, { min, max });
  return {
    gateway: urlOf('gateway', env),
    perMinute: whole('VISITS_PER_MINUTE', 200, 0, 60_000),
    daySeconds: whole('DAY_SECONDS', 600, 10, 86_400),
    seed: whole('SEED', 1, 0, 2 ** 32 - 1),
  };
}

function start(settings: Settings): void {
  const { gateway, daySeconds, seed } = settings;
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_INSIDE });
  const outcomes = new Map<string, number>();
  const began = performance.now();
  let inside = 0;

  const note = (outcome: string): void => {
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  };
  const visit = async (number: number): Promise<void> => {
    if (inside >= MOST_INSIDE) return note('left out');
    inside++;
    for (const step of visitOf(seed, number)) {
      await pause(step.thinkMs);
      const outcome = await send(gateway, agent, step);
      note(outcome);
      // Who is answered that the shop is broken goes away.
      if (!/^[234]/.test(outcome)) break;
    }
    inside--;
  };
  const receive = async (): Promise<void> => {
    let number = 0;
    for (const atMs of arrivals(seededRandom(seed), settings)) {
      await pause(Math.max(0, atMs - (performance.now() - began)));
      void visit(number++);
    }
  };

  if (settings.perMinute > 0) void receive();
  setInterval(() => {
    const hour = Math.floor(hourAt(performance.now() - began, daySeconds));
    say('requests', { hour, outcomes: Object.fromEntries(outcomes), inside });
    outcomes.clear();
  }, REPORT_MS);

  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
  process.once('disconnect', () => process.exit(0));
  say('ready', settings);
  process.send?.({ ready: true });
}

/** Resolves with the status or the error's code. */
function send(gateway: string, agent: Agent, { method, path, body }: Step): Promise<string> {
  return new Promise((resolve) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const outgoing = request(`${gateway}${path}`, { method, agent, headers, timeout: TIMEOUT_MS });
    let outcome = 'cut off';
    outgoing.on('response', (response) => {
      outcome = String(response.statusCode);
      response.on('error', () => undefined);
      response.resume();
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.on('error', (error: NodeJS.ErrnoException) => (outcome = error.code ?? error.message));
    outgoing.on('close', () => resolve(outcome));
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** A line as the services' loggers write it. */
function say(msg: string, details: object): void {
  console.log(JSON.stringify({ level: 30, time: Date.now(), name: 'load', msg, ...details }));
}
