/** The file of a package that begins to instrument as soon as it is loaded. */
const ENTRIES: Readonly<Record<string, string>> = {
  '@opentelemetry/auto-instrumentations-node': '/build/src/register.js',
};

/** A module that would instrument everything a second time. */
export function isOtherAgent(name: string, url: string): boolean {
  const entry = ENTRIES[name];
  return entry !== undefined && url.endsWith(entry);
}

/** Where the API of OpenTelemetry 1 keeps what an SDK registers, whichever copy of it. */
const API = Symbol.for('opentelemetry.js.api.1');

/** An SDK of somebody else's was started in this process: it has instrumented what there is. */
export function hasOtherSdk(): boolean {
  const registered = Reflect.get(globalThis, API) as Record<string, unknown> | undefined;
  return ['trace', 'metrics', 'context'].some((api) => registered?.[api] !== undefined);
}
