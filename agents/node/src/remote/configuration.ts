// What the control loop may tell an agent: JSON under the key `nunchi` of OpAMP's config map.
//
//   {"version":1,
//    "breakers":[{"id":"…","peer":"payment","addresses":["127.0.0.1:4412"],"state":"open",
//                 "issuedAt":<epoch ms>,"forMs":60000,"slowCallMs":500}],
//    "settings":{"sampling":{"ratio":1},
//                "breaker":{"enabled":true,"failureRate":0.5,"minimumRequests":20,
//                           "windowMs":10000,"openMs":5000}}}
//
// Everything but `version` can be left out. Anything else refuses the whole.
import type { ForcedBreaker } from '../breakers/forced.ts';
import type { BreakerSettings } from '../breakers/settings.ts';
import { type Allowance, mustAllow } from './allowance.ts';
import { fields, flag, integer, list, number, Refusal, text } from './validate.ts';

export interface RemoteConfiguration {
  readonly breakers: readonly ForcedBreaker[];
  /** Undefined: as the agent was started. */
  readonly samplingRatio: number | undefined;
  /** Only what is told; the rest stays at its default. */
  readonly breaker: Partial<BreakerSettings>;
}

export type Parsed =
  | { readonly ok: true; readonly configuration: RemoteConfiguration }
  | { readonly ok: false; readonly problem: string };

export const EMPTY_CONFIGURATION: RemoteConfiguration = Object.freeze({
  breakers: [],
  samplingRatio: undefined,
  breaker: {},
});

const MAX_BODY_BYTES = 1_048_576;
const MAX_BREAKERS = 50;
const MAX_ADDRESSES = 500;
const HOUR_MS = 3_600_000;
const ADDRESS = /^[^\s/]+:\d{1,5}$/;

/** Never throws. */
export function parseConfiguration(body: Uint8Array, allowed: Allowance): Parsed {
  try {
    if (body.byteLength > MAX_BODY_BYTES) throw new Refusal('It is larger than 1 MiB.');
    const configuration = configurationOf(JSON.parse(decode(body)) as unknown);
    forbidUnallowed(configuration, allowed);
    return { ok: true, configuration };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.message };
    return { ok: false, problem: `It is not JSON: ${(error as Error).message}.` };
  }
}

function decode(body: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(body);
}

function configurationOf(value: unknown): RemoteConfiguration {
  const { version } = Object(value) as { readonly version?: unknown };
  if (version !== 1) {
    throw new Refusal(`version must be 1, the only one that this agent knows.`);
  }
  const root = fields(value, 'The configuration', ['version', 'breakers', 'settings']);
  const settings = fields(or(root['settings'], {}), 'settings', ['sampling', 'breaker']);
  const sampling = fields(or(settings['sampling'], {}), 'settings.sampling', ['ratio']);
  const ratio = sampling['ratio'];
  return {
    breakers: breakersOf(or(root['breakers'], [])),
    samplingRatio: ratio === undefined ? undefined : number(ratio, 'settings.sampling.ratio', 0, 1),
    breaker: breakerSettings(or(settings['breaker'], {})),
  };
}

function breakersOf(value: unknown): readonly ForcedBreaker[] {
  const breakers = list(value, 'breakers', MAX_BREAKERS).map(forcedBreaker);
  const addresses = breakers.reduce((count, breaker) => count + breaker.addresses.length, 0);
  if (addresses > MAX_ADDRESSES) {
    throw new Refusal(`breakers name more than ${MAX_ADDRESSES} addresses.`);
  }
  return breakers;
}

function forcedBreaker(value: unknown, index: number): ForcedBreaker {
  const at = `breakers[${index}]`;
  const entry = fields(value, at, [
    'id',
    'peer',
    'addresses',
    'state',
    'issuedAt',
    'forMs',
    'slowCallMs',
  ]);
  const { state } = entry;
  if (state !== 'open' && state !== 'closed') {
    throw new Refusal(`${at}.state must be "open" or "closed".`);
  }
  return {
    id: text(entry['id'], `${at}.id`),
    peer: text(entry['peer'], `${at}.peer`),
    addresses: list(entry['addresses'], `${at}.addresses`, MAX_ADDRESSES).map((address, position) =>
      addressOf(address, `${at}.addresses[${position}]`),
    ),
    state,
    issuedAt: number(entry['issuedAt'], `${at}.issuedAt`, 0, Number.MAX_SAFE_INTEGER),
    // More than the longest that is held is not an error: it is cut.
    forMs: number(entry['forMs'], `${at}.forMs`, 0, Number.MAX_SAFE_INTEGER),
    slowCallMs: number(or(entry['slowCallMs'], 0), `${at}.slowCallMs`, 0, HOUR_MS),
  };
}

function addressOf(value: unknown, at: string): string {
  const address = text(value, at, 300);
  if (!ADDRESS.test(address)) throw new Refusal(`${at} must be host:port.`);
  return address;
}

function breakerSettings(value: unknown): Partial<BreakerSettings> {
  const at = 'settings.breaker';
  const { enabled, failureRate, minimumRequests, windowMs, openMs } = fields(value, at, [
    'enabled',
    'failureRate',
    'minimumRequests',
    'windowMs',
    'openMs',
  ]);
  return {
    ...(enabled !== undefined && { enabled: flag(enabled, `${at}.enabled`) }),
    ...(failureRate !== undefined && {
      failureRate: shareAboveZero(failureRate, `${at}.failureRate`),
    }),
    ...(minimumRequests !== undefined && {
      minimumRequests: integer(minimumRequests, `${at}.minimumRequests`, 1, 1e6),
    }),
    ...(windowMs !== undefined && {
      windowMs: integer(windowMs, `${at}.windowMs`, 1_000, HOUR_MS),
    }),
    ...(openMs !== undefined && { openMs: integer(openMs, `${at}.openMs`, 100, HOUR_MS) }),
  };
}

function shareAboveZero(value: unknown, at: string): number {
  const share = number(value, at, 0, 1);
  if (share === 0) throw new Refusal(`${at} must be above 0.`);
  return share;
}

/** Left out is fine; null is not. */
function or(value: unknown, fallback: unknown): unknown {
  return value === undefined ? fallback : value;
}

function forbidUnallowed(configuration: RemoteConfiguration, allowed: Allowance): void {
  const { breakers, breaker, samplingRatio } = configuration;
  if (breakers.length > 0) mustAllow(allowed, 'breakers', 'breakers');
  if (Object.keys(breaker).length > 0) mustAllow(allowed, 'breakers', 'settings.breaker');
  if (samplingRatio !== undefined) mustAllow(allowed, 'sampling', 'settings.sampling');
}
