// `@nunchi/agent/api`: for applications. Harmless without the agent: there is no id then.
export { correlationId, setCorrelationId, withCorrelationId } from './correlation/scope.ts';
export { readiness } from './health/checks.ts';
export { fallback } from './outgoing/fallbacks.ts';
export type { FailedCall, Fallback, FallbackAnswer } from './outgoing/fallbacks.ts';
