import type { LogRecord, Span } from '../../../api/types.ts';

export const START = 1_763_700_000_000_000_000n;

const NO_SCOPE: Span['scope'] = {
  name: '',
  version: '',
  schemaUrl: '',
  attributes: {},
  attributeTypes: {},
  droppedAttributesCount: 0,
};

/** A span with everything that the API gives. Times in milliseconds after `START`. */
export function span(
  spanId: string,
  parentSpanId: string | null,
  startMs: number,
  durationMs: number,
  more: Partial<Span> = {},
): Span {
  const start = START + BigInt(Math.round(startMs * 1e6));
  return {
    spanId,
    parentSpanId,
    traceState: '',
    flags: 1,
    service: 'shop',
    name: `span ${spanId}`,
    kind: 'internal',
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(Math.round(durationMs * 1e6))),
    durationMs,
    status: 'unset',
    statusMessage: '',
    correlationId: 'c-1',
    attributes: {},
    attributeTypes: {},
    droppedAttributesCount: 0,
    resource: {},
    resourceTypes: {},
    scope: NO_SCOPE,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    ...more,
  };
}

/** A log record of a span, some milliseconds after `START`. */
export function logRecord(
  spanId: string | null,
  atMs: number,
  body: string,
  more: Partial<LogRecord> = {},
): LogRecord {
  return {
    timeUnixNano: String(START + BigInt(Math.round(atMs * 1e6))),
    observedTimeUnixNano: '0',
    service: 'shop',
    severityNumber: 9,
    severityText: 'INFO',
    body,
    eventName: '',
    traceId: 'a'.repeat(32),
    spanId,
    flags: 0,
    correlationId: 'c-1',
    attributes: {},
    attributeTypes: {},
    droppedAttributesCount: 0,
    resource: {},
    resourceTypes: {},
    scope: NO_SCOPE,
    ...more,
  };
}

/**
 * Spans from a drawing, one a line: indentation makes the parent, `name start-end` in milliseconds,
 * then in any order `!` for an error, a kind, `@` and the instance whose clock timed it.
 */
export function drawn(text: string): Span[] {
  const path: { indent: number; id: string }[] = [];
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, space, id, from, to, rest] = /^( *)(\S+) +(-?[\d.]+)-(-?[\d.]+)(.*)$/.exec(line)!;
      while (path.length > 0 && path.at(-1)!.indent >= space!.length) path.pop();
      const parent = path.at(-1)?.id ?? null;
      path.push({ indent: space!.length, id: id! });
      const instance = /@(\S+)/.exec(rest!)?.[1];
      const kind = KINDS.find((each) => rest!.includes(each)) ?? 'internal';
      return span(id!, parent, Number(from), Number(to) - Number(from), {
        status: rest!.includes('!') ? 'error' : 'unset',
        kind,
        ...(instance !== undefined && {
          service: instance.replace(/-\d+$/, ''),
          resource: { 'service.instance.id': instance },
        }),
      });
    });
}

const KINDS = ['server', 'client', 'producer', 'consumer'] as const;

/** Two branches, and in the first two spans at once. */
export const BRANCHES = `a       0-100
  b    10-50
    c  20-40
    d  30-45
  e    60-90
    f  65-85
`;
