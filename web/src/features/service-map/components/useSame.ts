import { useMemo, useState } from 'react';
import { sameEdge, type DrawnEdge } from './flow.ts';

/**
 * The edges, those that look as before as the very same objects: with a refresh most figures change
 * a little, and few lines on the map.
 */
export function useSame(edges: readonly DrawnEdge[]): readonly DrawnEdge[] {
  const [known] = useState(() => new Map<string, DrawnEdge>());
  return useMemo(
    () =>
      edges.map((edge) => {
        const before = known.get(edge.id);
        if (before && sameEdge(before, edge)) return before;
        known.set(edge.id, edge);
        return edge;
      }),
    [edges, known],
  );
}
