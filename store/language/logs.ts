import type { Node } from './ast.ts';
import { SEVERITIES } from './fields.ts';
import { compile, type Condition, type SignalColumns } from './sql.ts';

const NUMBERS_OF_A_SEVERITY = [0, 1, 2, 3];

const LOGS: SignalColumns = {
  text: {
    service: 'service',
    namespace: 'namespace',
    environment: 'environment',
    version: 'version',
    instance: 'instance',
    body: 'body',
    correlation: 'correlation_id',
  },
  numbers: { severity: 'severity_number' },
  words: {
    severity: (word) => NUMBERS_OF_A_SEVERITY.map((step) => (SEVERITIES[word] ?? 0) + step),
  },
  searched: ['body'],
};

/** The query as a condition on rows of `logs`. */
export const logCondition = (query: Node, prefix?: string): Condition =>
  compile(query, LOGS, prefix);
