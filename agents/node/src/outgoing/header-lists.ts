// `http.request({ headers: ['name', 'value', …] })`, also with pairs: OpenTelemetry's instrumentation
// copies the list like an object, and its indices would be sent as names.

/** The same headers as an object; anything but a list stays as it is. */
export function headersAsObject(headers: unknown): unknown {
  if (!Array.isArray(headers)) return headers;
  const list: unknown[] = Array.isArray(headers[0]) ? headers.flat() : headers;
  const names = new Map<string, string>();
  const object: Record<string, unknown> = {};
  for (let at = 0; at < list.length; at += 2) {
    const given = String(list[at]);
    const name = names.get(given.toLowerCase()) ?? given;
    names.set(given.toLowerCase(), name);
    const before = object[name];
    object[name] = before === undefined ? list[at + 1] : [before, list[at + 1]].flat();
  }
  return object;
}
