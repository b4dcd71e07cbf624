import { randomBytes } from 'node:crypto';
import { jsonToProtobuf } from '../../../collector/src/otlp/json/to-protobuf.ts';

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });

/** An export request of so many spans with ten attributes each, as a Node service sends them. */
export function spansMessage(count: number): Buffer {
  const now = BigInt(Date.now()) * 1_000_000n;
  const spans = Array.from({ length: count }, (_, i) => ({
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    parentSpanId: randomBytes(8).toString('hex'),
    name: `GET /products/{id} ${i % 20}`,
    kind: 2,
    startTimeUnixNano: String(now + BigInt(i)),
    endTimeUnixNano: String(now + BigInt(i) * 1_000n + 5_000_000n),
    attributes: Array.from({ length: 10 }, (_unused, n) =>
      text(`http.attribute.${n}`, `value ${n} of ${(i * 7 + n) % 50}`),
    ),
  }));
  const attributes = [text('service.name', 'overload'), text('service.instance.id', 'one')];
  const request = { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans }] }] };
  return Buffer.from(jsonToProtobuf('traces', Buffer.from(JSON.stringify(request))));
}
