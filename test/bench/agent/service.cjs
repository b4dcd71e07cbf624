// The service under measurement: Fastify with pino, as many write it. CommonJS, since stock
// auto-instrumentation loses traces and logs of ES modules when it is loaded by `--import`.
const fastify = require('fastify');

const app = fastify({ logger: { level: 'info' } });

app.get('/items/:id', (request, reply) => {
  const id = Number(request.params.id);
  reply.send({ id, name: `item ${id}`, price: (id % 97) + 0.99, tags: ['a', 'b', 'c'] });
});

app.get('/orders/:id', async (request) => {
  const answer = await fetch(`${process.env.PEER_URL}/payments/${request.params.id}`);
  const payment = await answer.json();
  request.log.info({ payment: payment.id }, 'paid');
  return { id: request.params.id, payment };
});

app
  .listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
  .then(() => process.send({ ready: true }));

// Stock OpenTelemetry listens for SIGTERM and leaves the ending to the application.
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
