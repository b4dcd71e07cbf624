interface Graph<Node, Edge> {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

interface Ends {
  readonly source: string;
  readonly target: string;
}

/**
 * What is at most `depth` calls away from a node: what it calls, and what that calls; who calls
 * it, and who calls those. Not the other callers of what it calls: they have nothing to do with it.
 */
export function neighbourhood<Node extends { readonly id: string }, Edge extends Ends>(
  { nodes, edges }: Graph<Node, Edge>,
  focus: string,
  depth: number,
): Graph<Node, Edge> {
  const near = new Set([
    ...reach(
      Map.groupBy(edges, ({ source }) => source),
      ({ target }) => target,
      focus,
      depth,
    ),
    ...reach(
      Map.groupBy(edges, ({ target }) => target),
      ({ source }) => source,
      focus,
      depth,
    ),
  ]);
  return {
    nodes: nodes.filter(({ id }) => near.has(id)),
    edges: edges.filter(({ source, target }) => near.has(source) && near.has(target)),
  };
}

function reach<Edge>(
  edgesOf: ReadonlyMap<string, readonly Edge[]>,
  otherEnd: (edge: Edge) => string,
  focus: string,
  depth: number,
): ReadonlySet<string> {
  const reached = new Set([focus]);
  let last: readonly string[] = [focus];
  for (let step = 0; step < depth; step += 1) {
    last = last
      .flatMap((id) => (edgesOf.get(id) ?? []).map(otherEnd))
      .filter((id) => !reached.has(id));
    for (const id of last) reached.add(id);
  }
  return reached;
}
