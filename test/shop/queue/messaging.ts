// The queue as OpenTelemetry's semantic conventions for messaging see it.
import { randomUUID } from 'node:crypto';
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
import { queuesOf, type Subscription, type Topic } from './topics.ts';

const tracer = trace.getTracer('shop-queue');

/** The same id wherever the message goes. */
const ID_HEADER = 'message-id';

const attributes = (topic: Topic, operation: 'send' | 'process', id: string): Attributes => ({
  'messaging.system': 'sqlite',
  'messaging.destination.name': topic,
  'messaging.operation.name': operation,
  'messaging.operation.type': operation,
  'messaging.message.id': id,
});

/**
 * Sends to everybody who has subscribed to the topic, within a producer's span, whose context and
 * baggage go along in the message's headers.
 */
export function publish(queue: Queue, topic: Topic, message: Outgoing): Sent {
  const id = randomUUID();
  const options = { kind: SpanKind.PRODUCER, attributes: attributes(topic, 'send', id) };
  return tracer.startActiveSpan(`send ${topic}`, options, (span) => {
    try {
      const headers: Record<string, string> = { ...message.headers, [ID_HEADER]: id };
      propagation.inject(context.active(), headers);
      const sent = queue.send(queuesOf(topic), { ...message, headers });
      if (sent.kind === 'full') {
        failed(span, new Error(`the queue is full: ${sent.depth} messages wait`));
      }
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
  { topic, subscriber }: Subscription,
  message: Message,
  work: (message: Message) => Promise<void>,
): Promise<void> {
  const sender = propagation.extract(ROOT_CONTEXT, message.headers);
  const producer = trace.getSpanContext(sender);
  const options = {
    kind: SpanKind.CONSUMER,
    links: producer ? [{ context: producer }] : [],
    attributes: {
      ...attributes(topic, 'process', message.headers[ID_HEADER] ?? String(message.id)),
      'messaging.destination.subscription.name': subscriber,
      'messaging.consumer.group.name': subscriber,
    },
  };
  const span = tracer.startSpan(`process ${topic}`, options, trace.deleteSpan(sender));
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
