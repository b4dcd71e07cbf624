// People who visit the shop: so many requests a second, whatever becomes of them. A plain process
// without the agent: the first span of each trace is the gateway's.
import { Agent, request } from 'node:http';
import { urlOf, wholeNumber } from '../settings.ts';
import { nextVisit, seededRandom, type Visit } from './mix.ts';

/** Visits beyond this are left out, and counted: a slow shop is not to be run over. */
const MOST_IN_FLIGHT = 50;
const TIMEOUT_MS = 20_000;
const REPORT_MS = 30_000;

try {
  start();
} catch (error) {
  console.error(`nunchi load: ${(error as Error).message}`);
  process.exit(1);
}

function start(): void {
  const gateway = urlOf('gateway', process.env);
  const perMinute = wholeNumber(process.env, 'NUNCHI_SHOP_VISITS_PER_MINUTE', 480, {
    min: 0,
    max: 60_000,
  });
  const seed = wholeNumber(process.env, 'NUNCHI_SHOP_SEED', 1, { min: 0, max: 2 ** 32 - 1 });
  const random = seededRandom(seed);
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_IN_FLIGHT });
  const outcomes = new Map<string, number>();
  let inFlight = 0;

  const note = (outcome: string): void => {
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  };
  const visit = (): void => {
    // Drawn even when it is left out, so that the seed decides alone what comes next.
    const next = nextVisit(random);
    if (inFlight >= MOST_IN_FLIGHT) return note('left out');
    inFlight++;
    send(gateway, agent, next, (outcome) => {
      inFlight--;
      note(outcome);
    });
  };

  if (perMinute > 0) setInterval(visit, 60_000 / perMinute);
  setInterval(() => {
    say('visits', { outcomes: Object.fromEntries(outcomes), inFlight });
    outcomes.clear();
  }, REPORT_MS);

  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
  process.once('disconnect', () => process.exit(0));
  say('ready', { gateway, perMinute, seed });
  process.send?.({ ready: true });
}

/** Calls `done` once, with the status or the error's code. */
function send(gateway: string, agent: Agent, visit: Visit, done: (outcome: string) => void): void {
  const { method, path, body } = visit;
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
  outgoing.on('close', () => done(outcome));
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
}

/** A line as the services' loggers write it. */
function say(msg: string, details: object): void {
  console.log(JSON.stringify({ level: 30, time: Date.now(), name: 'load', msg, ...details }));
}
