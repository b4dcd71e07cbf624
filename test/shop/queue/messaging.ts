// The queue as OpenTelemetry's semantic conventions for messaging see it.
import {
  type Attributes,
  context,
  type Context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Message, Outgoing, Queue, Sent } from './queue.ts';

const tracer = trace.getTracer('shop-queue');

const attributes = (destination: string, operation: string, type: string): Attributes => ({
  'messaging.system': 'sqlite',
  'messaging.destination.name': destination,
  'messaging.operation.name': operation,
  'messaging.operation.type': type,
});

/** Sends within a producer's span, whose context and baggage go along in the message's headers. */
export function publish(queue: Queue, destination: string, message: Outgoing): Sent {
  const options = {
    kind: SpanKind.PRODUCER,
    attributes: attributes(destination, 'send', 'send'),
  };
  return tracer.startActiveSpan(`send ${destination}`, options, (span) => {
    try {
      const headers: Record<string, string> = { ...message.headers };
      propagation.inject(context.active(), headers);
      const sent = queue.send(destination, { ...message, headers });
      if (sent.kind === 'sent') span.setAttribute('messaging.message.id', String(sent.id));
      else failed(span, new Error(`the queue is full: ${sent.depth} messages wait`));
      return sent;
    } catch (error) {
      failed(span, error as Error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/**
 * Works on a message within a consumer's span. It begins a trace of its own, since it happens at
 * another time; a link leads to the producer, and the baggage (with it the correlation id) goes on.
 * The message is acknowledged when `work` succeeds. What it throws is thrown on.
 */
export async function consume(
  queue: Queue,
  destination: string,
  message: Message,
  work: (message: Message) => Promise<void>,
): Promise<void> {
  const sender = propagation.extract(ROOT_CONTEXT, message.headers);
  const producer = trace.getSpanContext(sender);
  const options = {
    kind: SpanKind.CONSUMER,
    links: producer ? [{ context: producer }] : [],
    attributes: {
      ...attributes(destination, 'process', 'process'),
      'messaging.message.id': String(message.id),
    },
  };
  const span = tracer.startSpan(`process ${destination}`, options, trace.deleteSpan(sender));
  const within: Context = trace.setSpan(sender, span);
  try {
    await context.with(within, () => work(message));
    if (!queue.ack(message)) span.addEvent('acknowledged too late, it is delivered again');
  } catch (error) {
    failed(span, error as Error);
    throw error;
  } finally {
    span.end();
  }
}

function failed(span: Span, error: Error): void {
  span.recordException(error);
  span.setAttribute('error.type', error.name);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
}
