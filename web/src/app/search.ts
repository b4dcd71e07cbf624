/**
 * Search parameters as plain text. The router's own way reads values as JSON, which turns a trace
 * id of digits alone into a rounded number and puts quotes around an epoch.
 */
export type Search = Record<string, string | string[]>;

export function parseSearch(text: string): Search {
  const search: Search = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const known = search[key];
    if (known === undefined) search[key] = value;
    else search[key] = Array.isArray(known) ? [...known, value] : [known, value];
  }
  return search;
}

/** Leaves out what is empty, so that a cleared filter leaves no trace in the address. */
export function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') parameters.append(key, String(one));
    }
  }
  // Colons and commas are allowed in a query and are easier to read as they are.
  const text = parameters.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}
