const COLORS = 14;
const REMEMBERED = 'nunchi.service-colors';
const MOST_REMEMBERED = 500;

let given: Map<string, number> | undefined;

/**
 * The colour of a service, the same on every page and at the next visit. It follows from the name
 * alone, until two services want the same one: then the later takes the next that is free. So the
 * choice is remembered in this browser.
 */
export function serviceColor(service: string): string {
  given ??= remembered();
  let index = given.get(service);
  if (index === undefined) {
    const taken = new Set(given.values());
    index = hash(service) % COLORS;
    if (taken.size < COLORS) while (taken.has(index)) index = (index + 5) % COLORS;
    given.set(service, index);
    remember(given);
  }
  return `var(--svc-${index})`;
}

function remembered(): Map<string, number> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(REMEMBERED) ?? '[]');
    if (!Array.isArray(stored)) return new Map();
    const pairs = stored.filter(
      (pair): pair is [string, number] =>
        Array.isArray(pair) &&
        typeof pair[0] === 'string' &&
        Number.isInteger(pair[1]) &&
        pair[1] >= 0 &&
        pair[1] < COLORS,
    );
    return new Map(pairs);
  } catch {
    return new Map(); // no storage here, or not ours: colours then last for this visit
  }
}

function remember(colors: ReadonlyMap<string, number>): void {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify([...colors].slice(-MOST_REMEMBERED)));
  } catch {
    // without storage they last for this visit
  }
}

function hash(text: string): number {
  let value = 2166136261;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 16777619);
  }
  return (value ^ (value >>> 15)) >>> 0;
}
