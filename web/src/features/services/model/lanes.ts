/** A label on a time axis, in pixels. */
export interface Placed<T> {
  readonly of: T;
  readonly x: number;
  /** Whether the label ends at its moment, where the axis would end too soon for it to begin there. */
  readonly before: boolean;
  readonly lane: number;
  /** Whether there is room for the words; otherwise there is its mark alone. */
  readonly labelled: boolean;
}

export const MARK_PX = 18;
const GAP_PX = 6;

/**
 * Labels in as few lanes as they need without covering each other, first come first served. What
 * finds no room in the last lane is a mark without words, if need be in a lane of marks below.
 */
export function placeLabels<T>(
  items: readonly { readonly of: T; readonly x: number; readonly width: number }[],
  axisWidth: number,
  mostLanes: number,
): Placed<T>[] {
  const ends: number[] = [];
  const take = (left: number, width: number): number | undefined => {
    for (let lane = 0; lane < mostLanes; lane++) {
      if ((ends[lane] ?? -Infinity) + GAP_PX > left) continue;
      ends[lane] = left + width;
      return lane;
    }
    return undefined;
  };
  return items
    .toSorted((a, b) => a.x - b.x)
    .map(({ of, x, width }) => {
      const before = x + width > axisWidth && x > axisWidth / 2;
      const lane = take(before ? x - width : x, width);
      if (lane !== undefined) return { of, x, before, lane, labelled: true };
      const small = take(before ? x - MARK_PX : x, MARK_PX) ?? mostLanes;
      return { of, x, before, lane: small, labelled: false };
    });
}
