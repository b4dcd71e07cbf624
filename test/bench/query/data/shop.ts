// The shop whose spans the bench asks about: 40 services in four tiers. A trace is one of 60 routes
// through one service of each tier, ten spans long.

interface Tier {
  readonly name: string;
  readonly services: number;
}

export const TIERS: readonly Tier[] = [
  { name: 'gateway', services: 6 },
  { name: 'api', services: 14 },
  { name: 'core', services: 12 },
  { name: 'worker', services: 8 },
];

/** By their numbers, as the SQL of the spans counts them. */
export const SERVICES: readonly string[] = TIERS.flatMap(({ name, services }) =>
  Array.from({ length: services }, (_, number) => `${name}-${String(number).padStart(2, '0')}`),
);

/** One more, which nobody calls and which does something now and then. */
export const RARE = { service: 'nightly', spans: 200, shortestMs: 20 } as const;

export const ROUTES = 60;
export const INSTANCES = 3;
/** What an instance runs; the last one is the one with the trouble. */
export const VERSIONS: readonly string[] = ['1.4.0', '1.4.0', '1.4.1'];
/** Operations of a service, by how often they are called. */
export const RESOURCES = ['orders', 'items', 'carts', 'users', 'search'] as const;
export const METHODS = ['GET', 'GET', 'POST', 'PUT', 'POST'] as const;
export const STATEMENTS = ['SELECT', 'SELECT', 'INSERT', 'UPDATE', 'SELECT'] as const;
export const EVENTS = ['placed', 'paid', 'shipped', 'returned', 'expired'] as const;

export const NAMESPACE = 'shop';
export const ENVIRONMENT = 'production';

export const service = (number: number): string => SERVICES[number % SERVICES.length] as string;

/** A route of a service's operation, as its entry spans have it in `http.route`. */
export const routeOf = (operation: number): string =>
  `/v1/${RESOURCES[operation % RESOURCES.length]}/{id}`;
