/** A label on a time axis, in pixels. */
export interface Placed<T> {
  readonly of: T;
  readonly x: number;
  /** Where the label begins: at its moment, or before it where the axis ends too soon. */
  readonly left: number;
  readonly lane: number;
  /** Whether there is room for the words; otherwise there is its mark alone. */
  readonly labelled: boolean;
}

export const MARK_PX = 18;
const GAP_PX = 6;

/**
 * Labels in as few lanes as they need without covering each other, first come first served. What
 * finds no room in the last lane is a mark without words.
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
      const left = clamp(x, axisWidth - width);
      const lane = take(left, width);
      if (lane !== undefined) return { of, x, left, lane, labelled: true };
      const markLeft = clamp(x, axisWidth - MARK_PX);
      return {
        of,
        x,
        left: markLeft,
        lane: take(markLeft, MARK_PX) ?? mostLanes - 1,
        labelled: false,
      };
    });
}

const clamp = (left: number, most: number): number => Math.max(0, Math.min(left, most));
