const COLORS = 14;
const given = new Map<string, number>();
const taken = new Set<number>();

/**
 * The colour of a service, the same on every page. It follows from the name alone, until two
 * services want the same one: then the later takes the next that is free.
 */
export function serviceColor(service: string): string {
  let index = given.get(service);
  if (index === undefined) {
    const wanted = hash(service) % COLORS;
    index = wanted;
    if (taken.size < COLORS) while (taken.has(index)) index = (index + 5) % COLORS;
    taken.add(index);
    given.set(service, index);
  }
  return `var(--svc-${index})`;
}

function hash(text: string): number {
  let value = 2166136261;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 16777619);
  }
  return (value ^ (value >>> 15)) >>> 0;
}
