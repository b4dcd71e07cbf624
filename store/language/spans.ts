import type { Node } from './ast.ts';
import { SPAN_KINDS, SPAN_STATUSES } from './fields.ts';
import { compile, type Condition, type SignalColumns } from './sql.ts';

const numberOf = (words: readonly string[]) => (word: string) => [words.indexOf(word)];

const SPANS: SignalColumns = {
  text: {
    service: 'service',
    namespace: 'namespace',
    environment: 'environment',
    version: 'version',
    instance: 'instance',
    name: 'name',
    correlation: 'correlation_id',
  },
  numbers: { duration: 'duration_ns', kind: 'kind', status: 'status_code' },
  words: { kind: numberOf(SPAN_KINDS), status: numberOf(SPAN_STATUSES) },
  searched: ['name', 'status_message'],
};

/** The query as a condition on rows of `spans`. */
export const spanCondition = (query: Node, prefix?: string): Condition =>
  compile(query, SPANS, prefix);
