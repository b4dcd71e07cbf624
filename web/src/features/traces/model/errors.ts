import type { TraceNode } from './tree.ts';

export interface FailedSpan {
  readonly node: TraceNode;
  /** Nothing below it has failed, so that the error began here. */
  readonly began: boolean;
}

/** The spans that have failed: first those where an error began, then those that passed it on. */
export function failedSpans(order: readonly TraceNode[]): FailedSpan[] {
  return order
    .filter(({ span }) => span.status === 'error')
    .map((node) => ({ node, began: node.errorsBelow === 0 }))
    .sort((a, b) => Number(b.began) - Number(a.began) || a.node.offsetMs - b.node.offsetMs);
}

/** The message of a failed span: its own, else that of an exception event. */
export function errorMessage({ span }: TraceNode): string {
  if (span.statusMessage !== '') return span.statusMessage;
  const exception = span.events.findLast(({ name }) => name === 'exception')?.attributes;
  const words = [exception?.['exception.type'], exception?.['exception.message']];
  return words.filter((word) => typeof word === 'string' && word !== '').join(': ');
}
