/** How a service misbehaves at the moment, because somebody asked it to. */
export interface Misbehaviour {
  /** Added to every answer. */
  readonly slowMs: number;
  /** Share of requests that fail, 0 to 1. */
  readonly failureRate: number;
  /** Megabytes that are lost every second; 0 gives them all back. */
  readonly leakMbPerSecond: number;
}

export const NONE: Misbehaviour = { slowMs: 0, failureRate: 0, leakMbPerSecond: 0 };

export type Request =
  | { readonly kind: 'change'; readonly to: Misbehaviour }
  | { readonly kind: 'exit' }
  | { readonly kind: 'refused'; readonly problem: string };

const LIMITS: Readonly<Record<keyof Misbehaviour, number>> = {
  slowMs: 60_000,
  failureRate: 1,
  leakMbPerSecond: 100,
};

/** Reads the body of `POST /misbehave`; what it does not name stays as it was. */
export function readRequest(current: Misbehaviour, body: unknown): Request {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refused('the body has to be a JSON object, such as {"slowMs":1500}');
  }
  const { exit = false, ...wanted } = body as Record<string, unknown>;
  if (typeof exit !== 'boolean') return refused('exit is true or false');
  for (const [name, value] of Object.entries(wanted)) {
    if (!Object.hasOwn(LIMITS, name)) {
      return refused(`${name} is none of ${Object.keys(LIMITS).join(', ')}, exit`);
    }
    const most = LIMITS[name as keyof Misbehaviour];
    if (typeof value !== 'number' || !(value >= 0 && value <= most)) {
      return refused(`${name} is a number from 0 to ${most}`);
    }
  }
  return exit ? { kind: 'exit' } : { kind: 'change', to: { ...current, ...wanted } };
}

function refused(problem: string): Request {
  return { kind: 'refused', problem };
}
