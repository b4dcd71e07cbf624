type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

// Fastify's OpenAPI plugin drops `$id`, so names travel through it under this key.
const NAME = 'x-schema-name';

/** A route's schema with the names of its parts kept for {@link nameSchemas}. */
export function keepNames<T>(schema: T): T {
  return JSON.parse(
    JSON.stringify(schema, (_key, value: unknown) => {
      if (value === null || typeof value !== 'object' || !('$id' in value)) return value;
      const { $id, ...rest } = value;
      return { ...rest, [NAME]: $id };
    }),
  ) as T;
}

/**
 * Moves schemas that have a name to `components/schemas` and refers to them there, so that
 * a client generated from the document has one type for each. Tuples are written as OpenAPI 3.1
 * (JSON Schema 2020-12) writes them, and a parameter with a default is not required.
 */
export function nameSchemas<T extends object>(document: T): T {
  const named = new Map<string, Json>();

  const visit = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(visit);
    if (value === null || typeof value !== 'object') return value;
    const { [NAME]: name, ...rest } = value;
    const visited: Record<string, Json> = {};
    for (const [key, inner] of Object.entries(rest)) visited[key] = visit(inner);
    if (Array.isArray(visited['items'])) {
      visited['prefixItems'] = visited['items'];
      visited['items'] = false;
      delete visited['additionalItems'];
    }
    if (typeof visited['in'] === 'string' && hasDefault(visited['schema'])) {
      visited['required'] = false;
    }
    if (typeof name !== 'string') return visited;
    named.set(name, visited);
    return { $ref: `#/components/schemas/${name}` };
  };

  const copy = visit(JSON.parse(JSON.stringify(document)) as Json) as Record<string, Json>;
  const components = (copy['components'] ?? {}) as Record<string, Json>;
  const schemas = Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...copy, components: { ...components, schemas } } as T;
}

const hasDefault = (schema: Json | undefined): boolean =>
  schema !== null && typeof schema === 'object' && 'default' in schema;
