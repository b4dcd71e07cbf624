import type { ColumnField, Field, Signal } from './ast.ts';

const ORIGIN = ['service', 'namespace', 'environment', 'version', 'instance'] as const;

/** The fields that a query about a signal may name without a dot. */
export const COLUMN_FIELDS: Readonly<Record<Signal, readonly ColumnField[]>> = {
  traces: [...ORIGIN, 'name', 'kind', 'status', 'duration', 'trace', 'correlation'],
  logs: [...ORIGIN, 'severity', 'body', 'trace', 'correlation'],
  instances: ORIGIN,
};

/** What makes no useful groups: nearly every record has a value of its own. */
const UNGROUPABLE: ReadonlySet<ColumnField> = new Set(['duration', 'body', 'trace', 'correlation']);

/** In the order of OTLP's numbers. */
export const SPAN_KINDS = [
  'unspecified',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
] as const;
export const SPAN_STATUSES = ['unset', 'ok', 'error'] as const;

/** The first of each severity's four OTLP numbers. */
export const SEVERITIES: Readonly<Record<string, number>> = {
  trace: 1,
  debug: 5,
  info: 9,
  warn: 13,
  error: 17,
  fatal: 21,
};

/** The words that a field takes, where it takes no others. */
export const CHOICES: Readonly<Partial<Record<ColumnField, readonly string[]>>> = {
  kind: SPAN_KINDS,
  status: SPAN_STATUSES,
  severity: Object.keys(SEVERITIES),
};

const RESOURCE = 'resource.';
const ATTRIBUTES = 'attributes.';

/** The field of that name; undefined when there is none. */
export function toField(name: string, signal: Signal): Field | undefined {
  const column = COLUMN_FIELDS[signal].find((known) => known === name);
  if (column) return { kind: 'column', name: column };
  if (signal === 'instances') return undefined;
  if (name.startsWith(RESOURCE)) return keyed('resource', name.slice(RESOURCE.length));
  if (name.startsWith(ATTRIBUTES)) return keyed('attribute', name.slice(ATTRIBUTES.length));
  return name.includes('.') ? keyed('attribute', name) : undefined;
}

/** The field, if series can be grouped by it. */
export function toGrouping(name: string, signal: Signal): Field | undefined {
  const field = toField(name, signal);
  return field?.kind === 'column' && UNGROUPABLE.has(field.name) ? undefined : field;
}

export const groupingNames = (signal: Signal): string[] =>
  COLUMN_FIELDS[signal].filter((name) => !UNGROUPABLE.has(name));

const keyed = (kind: 'attribute' | 'resource', key: string): Field | undefined =>
  key === '' ? undefined : { kind, key };

/** The name under which a query finds the field again. */
export function fieldName(field: Field): string {
  if (field.kind === 'column') return field.name;
  if (field.kind === 'resource') return `${RESOURCE}${field.key}`;
  const { key } = field;
  const plain = key.includes('.') && !key.startsWith(RESOURCE) && !key.startsWith(ATTRIBUTES);
  return plain ? key : `${ATTRIBUTES}${key}`;
}
