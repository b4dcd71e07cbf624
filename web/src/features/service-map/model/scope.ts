/** What a map can be narrowed to; the names are the API's own. */
export const SCOPES = ['namespace', 'environment', 'version'] as const;
export type Scope = (typeof SCOPES)[number];

export const SCOPE_WORDS: Record<Scope, { one: string; attribute: string }> = {
  namespace: { one: 'namespace', attribute: 'service.namespace' },
  environment: { one: 'environment', attribute: 'deployment.environment.name' },
  version: { one: 'version', attribute: 'service.version' },
};

interface Belonging {
  readonly namespaces: readonly string[];
  readonly environments: readonly string[];
  readonly versions: readonly string[];
}

const inOrder = new Intl.Collator('en', { numeric: true });

/** The values of a scope that services have, and the one that is set even when none has it. */
export function choicesOf(
  scope: Scope,
  services: readonly Belonging[],
  set: string | undefined,
): string[] {
  const values = new Set(services.flatMap((service) => service[`${scope}s`]));
  if (set !== undefined) values.add(set);
  return [...values].filter((value) => value !== '').sort(inOrder.compare);
}
