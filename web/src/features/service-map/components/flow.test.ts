import { expect, it } from 'vitest';
import { drawn } from '../model/fixtures.ts';
import { edgeId, litBy } from '../model/graph.ts';
import { layeredLayout } from '../layout/layered.ts';
import { flowEdges, flowNodes, litEdges, litNodes, sameEdge } from './flow.ts';

const graph = drawn(`
  gateway → checkout
  checkout → payment
  checkout ~ payment
`);
const layout = layeredLayout({
  nodes: graph.nodes.map(({ id }) => id),
  edges: graph.edges.map(({ source, target }) => [source, target]),
});
const edges = flowEdges(graph, layout);

it('two edges between the same nodes run beside each other', () => {
  const paths = edges.map(({ data }) => data.path);
  expect(new Set(paths).size).toBe(3);
});

it('only what is lit is drawn anew', () => {
  const nodes = flowNodes(graph, layout);
  const lit = litBy(graph, 'gateway')!;
  const after = litNodes(nodes, lit, undefined);
  expect(after.map((node, at) => node === nodes[at])).toEqual([false, false, true]);
  const lines = litEdges(edges, lit, { graph, layout, which: 'none', scale: 1 });
  expect(lines.filter((line) => edges.includes(line as never)).map(({ id }) => id)).toEqual(
    graph.edges.map(edgeId).filter((id) => id.startsWith('checkout')),
  );
  expect(lines.find(({ id }) => id.startsWith('gateway'))!.data!.label!.text).toEqual([
    '1.67/s',
    '12.0 ms',
  ]);
});

it('an edge whose figures change a little looks the same', () => {
  const having = (requests: number) => {
    const [first, ...rest] = graph.edges;
    return flowEdges({ ...graph, edges: [{ ...first!, requests }, ...rest] }, layout)[0]!;
  };
  expect(sameEdge(having(100), having(99))).toBe(true);
  expect(sameEdge(having(100), having(3))).toBe(false);
});
