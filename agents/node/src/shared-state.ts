/**
 * What the agent and `@nunchi/agent/api` both see. They are bundled apart, and an application may
 * have a copy of the API of its own, so modules cannot hold it; the registry of symbols can.
 */
export function shared<T extends object>(name: string, create: () => T): T {
  const key = Symbol.for(`nunchi.agent.${name}`);
  const existing = Reflect.get(globalThis, key) as T | undefined;
  if (existing) return existing;
  const made = create();
  Object.defineProperty(globalThis, key, { value: made });
  return made;
}
