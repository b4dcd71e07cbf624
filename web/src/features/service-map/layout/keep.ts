import { NODE_HEIGHT, NODE_WIDTH, type Place } from '../model/curve.ts';
import type { LayoutTask, Places } from './layout.ts';

const GAP = 16;
/** With more new nodes than this share, the old picture is no help any more. */
const MOSTLY_NEW = 0.4;

/** Whether the places that are known answer the task without a new layout. */
export const coveredBy = ({ nodes }: LayoutTask, known: Places): boolean =>
  nodes.length > 0 && nodes.every((id) => known.has(id));

/**
 * Nodes that have a place keep it; new ones are put where a fresh layout has them, seen from their
 * neighbours that are known, and moved down until they cover nobody. Nodes that are gone keep their
 * place too, for when they are back, but do not stand in the way.
 */
export function keepPlaces(task: LayoutTask, known: Places, fresh: Places): Places {
  const kept = task.nodes.filter((id) => known.has(id));
  const added = task.nodes.filter((id) => !known.has(id));
  if (kept.length === 0 || added.length > task.nodes.length * MOSTLY_NEW) return fresh;
  const places = new Map(known);
  const present = new Map(kept.map((id) => [id, known.get(id)!]));
  for (const id of added) {
    const neighbours = neighboursOf(task, id).filter((each) => present.has(each));
    const from = neighbours.length > 0 ? neighbours : kept;
    const wanted = moved(fresh.get(id)!, offset(from, present, fresh));
    const place = freePlace(wanted, [...present.values()]);
    places.set(id, place);
    present.set(id, place);
  }
  return places;
}

const neighboursOf = ({ edges }: LayoutTask, id: string): string[] =>
  edges.flatMap(([source, target]) => (source === id ? [target] : target === id ? [source] : []));

/** How far, on average, some nodes stand from where the fresh layout has them. */
function offset(ids: readonly string[], places: Places, fresh: Places): Place {
  let [x, y] = [0, 0];
  for (const id of ids) {
    x += places.get(id)!.x - fresh.get(id)!.x;
    y += places.get(id)!.y - fresh.get(id)!.y;
  }
  return { x: Math.round(x / ids.length), y: Math.round(y / ids.length) };
}

const moved = (place: Place, by: Place): Place => ({ x: place.x + by.x, y: place.y + by.y });

/** The place itself, or the next one below it that is free. */
function freePlace(wanted: Place, taken: readonly Place[]): Place {
  let place = wanted;
  for (;;) {
    const inTheWay = taken.find(
      ({ x, y }) =>
        Math.abs(x - place.x) < NODE_WIDTH + GAP && Math.abs(y - place.y) < NODE_HEIGHT + GAP,
    );
    if (inTheWay === undefined) return place;
    place = { x: place.x, y: inTheWay.y + NODE_HEIGHT + GAP };
  }
}
