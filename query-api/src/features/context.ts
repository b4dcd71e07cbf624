import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Questionable, Store } from '@nunchi/store';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the features are given. */
export interface FeatureContext {
  /** The store, with limits on every question. */
  readonly store: Questionable;
  /** Documents alone may be written, and by this connection alone. */
  readonly documents: Pick<Store, 'rows' | 'insertRows'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Where the collector of this installation takes OTLP over HTTP. */
  readonly otlpPort: number;
  /** Where its control loop speaks OpAMP. */
  readonly opampPort: number;
  /** How often processes of the stack store their own metrics; 0: never. */
  readonly ownTelemetryMs: number;
}

/** The application, where a route's schemas give its handler's types. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Most bytes of a body, on the routes that take one. */
export const BODY_LIMIT = 65_536;
