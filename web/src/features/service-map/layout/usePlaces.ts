import { useEffect, useMemo, useRef, useState } from 'react';
import type { MapGraph } from '../model/graph.ts';
import { coveredBy, keepPlaces } from './keep.ts';
import type { Layout, LayoutTask } from './layout.ts';
import { createLayouter, type Layouter } from './layouter.ts';

const NOTHING: Layout = { direction: 'right', places: new Map(), routes: new Map() };

/** Places by what is shown, kept over a visit of other pages. */
const remembered = new Map<string, Layout>();

interface Placed {
  /** The newest map whose nodes all have a place; undefined until the first layout is there. */
  readonly placed: { readonly graph: MapGraph; readonly layout: Layout } | undefined;
  readonly failure: Error | undefined;
  /** Lays everything out anew. */
  readonly tidy: () => void;
}

/**
 * Where the nodes of a map stand. While the nodes are the same nothing moves; new ones are added to
 * the picture. `picture` names what is shown: another picture has places of its own.
 */
export function usePlaces(graph: MapGraph, picture: string): Placed {
  const [all, setAll] = useState<ReadonlyMap<string, Layout>>(() => new Map(remembered));
  const [failure, setFailure] = useState<Error>();
  const [tidied, setTidied] = useState(0);
  const layouter = useRef<Layouter>(undefined);
  useEffect(
    () => () => {
      layouter.current?.close();
      layouter.current = undefined;
    },
    [],
  );
  // Figures change with every refresh; a new layout is only a matter of nodes and edges.
  const key = JSON.stringify([
    graph.nodes.map(({ id }) => id),
    graph.edges.map(({ source, target }) => [source, target]),
  ]);
  const task = useMemo((): LayoutTask => {
    const [nodes, edges] = JSON.parse(key) as [string[], [string, string][]];
    return { nodes, edges };
  }, [key]);
  const known = all.get(picture) ?? NOTHING;
  const covered = coveredBy(task, known.places);

  useEffect(() => {
    if (covered || task.nodes.length === 0) return;
    let wanted = true;
    layouter.current ??= createLayouter();
    const before = remembered.get(picture);
    layouter.current.layout(task, before?.direction).then(
      (fresh) => {
        if (!wanted) return;
        const places = keepPlaces(task, before?.places ?? NOTHING.places, fresh.places);
        // Where nodes have kept their places, edges keep their ways.
        const routes = places === fresh.places ? fresh.routes : (before ?? fresh).routes;
        remembered.set(picture, { direction: fresh.direction, places, routes });
        setAll(new Map(remembered));
        setFailure(undefined);
      },
      (error: unknown) => {
        if (wanted) setFailure(error instanceof Error ? error : new Error(String(error)));
      },
    );
    return () => {
      wanted = false;
    };
  }, [covered, task, picture, tidied]);

  const tidy = (): void => {
    remembered.delete(picture);
    setAll(new Map(remembered));
    setTidied((times) => times + 1);
  };
  // While new nodes are being placed, the map stays as it was.
  const [last, setLast] = useState<{ picture: string; graph: MapGraph; layout: Layout }>();
  if (covered && (last?.graph !== graph || last.layout !== known || last.picture !== picture)) {
    setLast({ picture, graph, layout: known });
  }
  return { placed: last?.picture === picture ? last : undefined, failure, tidy };
}
