/** OpAMP's ComponentHealth, as `agents.health` holds it in JSON. */
export interface ComponentHealth {
  readonly healthy: boolean;
  /** For a breaker: closed, open or half-open. */
  readonly status: string;
  readonly lastError: string;
  readonly startTimeUnixNano: string;
  readonly statusTimeUnixNano: string;
}

/** Health of an agent: its own, and that of its components by name. */
export interface AgentHealth extends ComponentHealth {
  readonly componentHealthMap: Readonly<Record<string, ComponentHealth>>;
}

export const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** A circuit breaker towards a peer, as the agent reports it. */
export interface ReportedBreaker {
  /** `host:port` */
  readonly address: string;
  readonly state: BreakerState;
  readonly reason: string;
}

/** Components of this name are circuit breakers: `breaker/<host:port>`. */
const BREAKER_PREFIX = 'breaker/';

/** The breakers that a health report tells of, by address. */
export function breakersOf(health: AgentHealth | null | undefined): ReportedBreaker[] {
  return Object.entries(health?.componentHealthMap ?? {})
    .flatMap(([name, { status, lastError }]) => {
      const state = BREAKER_STATES.find((known) => known === status);
      if (!name.startsWith(BREAKER_PREFIX) || !state) return [];
      return [{ address: name.slice(BREAKER_PREFIX.length), state, reason: lastError }];
    })
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}
