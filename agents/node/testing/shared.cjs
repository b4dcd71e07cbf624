const http = require('node:http');

/** What both kinds of service do with their packages, however they loaded them. */
exports.run = function run({ Fastify, pino, Counter, Histogram, correlationId }) {
  const orders = new Counter({ name: 'shop_orders_total', help: 'Orders.', labelNames: ['kind'] });
  const weight = new Histogram({ name: 'shop_weight', help: 'Weight.', buckets: [1, 10] });
  const own = pino({ name: 'own' });
  const app = Fastify({ logger: true });

  app.get('/orders/:id', async (request) => {
    orders.inc({ kind: 'book' });
    weight.observe(5);
    request.log.info('order is read');
    const { port } = app.server.address();
    const byFetch = await (await fetch(`http://127.0.0.1:${port}/stock`)).json();
    const byHttp = await getJson(`http://127.0.0.1:${port}/stock`);
    return { id: correlationId(), byFetch, byHttp };
  });
  app.get('/stock', async (request) => {
    own.info('stock is counted');
    return { id: correlationId(), baggage: request.headers.baggage };
  });
  app.get('/fail', async () => {
    own.error(new Error('the shelf is empty'), 'it failed');
    throw new Error('the shelf is empty');
  });
  app.get('/memory', async () => ({ rss: process.memoryUsage.rss(), up: performance.now() }));
  app.listen({ port: Number(process.env.PORT ?? 0), host: '127.0.0.1' }, (error, address) => {
    if (error) throw error;
    console.log(`listening ${address}`);
  });
};

function getJson(url) {
  return new Promise((resolve, reject) => {
    http
      .get(url, async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve(JSON.parse(text));
      })
      .on('error', reject);
  });
}
