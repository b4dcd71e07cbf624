/** Where something stands in the text of a query, in UTF-16 code units. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** What a query is about; it decides which fields there are. */
export type Signal = 'traces' | 'logs' | 'instances';

export type ColumnField =
  | 'service'
  | 'namespace'
  | 'environment'
  | 'version'
  | 'instance'
  | 'name'
  | 'kind'
  | 'status'
  | 'duration'
  | 'severity'
  | 'body'
  | 'trace'
  | 'correlation';

/** A field of ours, an attribute of the record, or one of its resource. */
export type Field =
  | { readonly kind: 'column'; readonly name: ColumnField }
  | { readonly kind: 'attribute'; readonly key: string }
  | { readonly kind: 'resource'; readonly key: string };

/**
 * Text as it was written, cut where it had a `*`: one part is exactly that text, `a*b` has the
 * parts `a` and `b`, and `*` alone two empty ones. A quoted text has one part.
 */
export type Parts = readonly string[];

export type Comparison = '>' | '>=' | '<' | '<=';

/** A term that stands for itself. */
export type Term =
  | { readonly kind: 'text'; readonly parts: Parts; readonly place: Place }
  | { readonly kind: 'equals'; readonly field: Field; readonly parts: Parts; readonly place: Place }
  | {
      readonly kind: 'compares';
      readonly field: Field;
      readonly op: Comparison;
      /** Durations in nanoseconds, severities as OTLP numbers them. */
      readonly value: number;
      readonly place: Place;
    };

/** `and` without nodes is the empty query: everything. Lists are never nested in their like. */
export type Node =
  | Term
  | { readonly kind: 'and'; readonly nodes: readonly Node[] }
  | { readonly kind: 'or'; readonly nodes: readonly Node[] }
  | { readonly kind: 'not'; readonly node: Node };

/** Nodes that hold together or any of which holds, as one node. */
export function combine(kind: 'and' | 'or', nodes: readonly Node[]): Node {
  const flat = nodes.flatMap((node) => (node.kind === kind ? node.nodes : [node]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { kind, nodes: flat };
}
