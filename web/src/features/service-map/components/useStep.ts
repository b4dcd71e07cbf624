import { useReactFlow } from '@xyflow/react';
import { useCallback, type RefObject } from 'react';
import { nodeToThe, type Way } from '../model/step.ts';

/** Moves the keyboard's focus from a node on the map to the next one in a direction. */
export function useStep(map: RefObject<HTMLElement | null>) {
  const flow = useReactFlow();
  return useCallback(
    (from: string, way: Way): void => {
      const places = new Map(flow.getNodes().map(({ id, position }) => [id, position]));
      const id = nodeToThe(way, from, places);
      const next = [
        ...(map.current?.querySelectorAll<HTMLElement>('.react-flow__node') ?? []),
      ].find(({ dataset }) => dataset['id'] === id);
      // What is out of view is moved into it by the map itself.
      next?.querySelector('button')?.focus({ preventScroll: true });
    },
    [flow, map],
  );
}
