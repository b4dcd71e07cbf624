// Makes one span and is done, after as long as it is told to wait.
import { trace } from '@opentelemetry/api';

trace.getTracer('brief').startSpan('brief work').end();
setTimeout(() => console.log(`done at ${performance.now()}`), Number(process.env.WAIT_MS ?? 0));
