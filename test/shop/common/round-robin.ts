/** Each call answers all of them, beginning with the one whose turn it is. */
export function createRoundRobin<T>(all: readonly T[]): () => readonly T[] {
  let turn = 0;
  return () => {
    const first = turn++ % all.length;
    return [...all.slice(first), ...all.slice(0, first)];
  };
}
