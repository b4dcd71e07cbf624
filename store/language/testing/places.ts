import type { Node } from '../ast.ts';

/** The same query with all places nil, to be compared with one that was written otherwise. */
export function withoutPlaces(node: Node): Node {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { kind: node.kind, nodes: node.nodes.map(withoutPlaces) };
    case 'not':
      return { kind: 'not', node: withoutPlaces(node.node) };
    default:
      return { ...node, place: { offset: 0, length: 0 } };
  }
}
