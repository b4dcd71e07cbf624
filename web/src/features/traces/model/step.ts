/** The next of some keys after the selected one, or before it, around the end. */
export function stepTo(
  keys: readonly string[],
  placeOf: ReadonlyMap<string, number>,
  selected: string | undefined,
  direction: 1 | -1,
): string | undefined {
  const at = (selected === undefined ? undefined : placeOf.get(selected)) ?? -1;
  const place = (key: string): number => placeOf.get(key) ?? -1;
  return direction === 1
    ? (keys.find((key) => place(key) > at) ?? keys[0])
    : (keys.findLast((key) => place(key) < at) ?? keys.at(-1));
}
