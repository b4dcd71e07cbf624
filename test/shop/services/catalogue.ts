// What there is to buy, and for how much. Fastify, with the products in SQLite.
import { openProducts } from '../catalogue/products.ts';
import { createApp } from '../common/fastify.ts';
import { createOperations } from '../common/operations.ts';
import { run } from '../common/run.ts';

await run('catalogue', async (log) => {
  const operations = createOperations(log);
  const products = openProducts();
  const app = createApp(log, operations);

  app.get('/products', async () => {
    await operations.misbehave();
    const found = products.list();
    log.debug({ products: found.length }, 'products listed');
    return { products: found };
  });

  app.get<{ Params: { id: string } }>('/products/:id', async ({ params }, reply) => {
    await operations.misbehave();
    const product = products.find(params.id);
    if (product) {
      log.info({ product: params.id }, 'product shown');
      return product;
    }
    log.warn({ product: params.id }, 'there is no such product');
    return reply.code(404).send({ error: `there is no product ${params.id}` });
  });

  app.addHook('onClose', async () => products.close());
  return app;
});
