// What there is to buy, and for how much. Fastify, with the products in PostgreSQL.
import { findProduct, listProducts } from '../catalogue/products.ts';
import { createApp } from '../common/fastify.ts';
import { createOperations, errorOf } from '../common/operations.ts';
import { run } from '../common/run.ts';
import { openPool } from '../database/pool.ts';

await run('catalogue', async (log) => {
  const operations = createOperations(log, () =>
    errorOf('DatabaseError', 'canceling statement due to statement timeout', '57014'),
  );
  const pool = openPool(process.env, log);
  const app = createApp(log, operations);

  app.get('/products', async () => {
    await operations.misbehave();
    const products = await listProducts(pool);
    log.debug({ products: products.length }, 'products listed');
    return { products };
  });

  app.get<{ Params: { id: string } }>('/products/:id', async ({ params }, reply) => {
    await operations.misbehave();
    const product = await findProduct(pool, params.id);
    if (product) {
      log.debug({ product: params.id }, 'product shown');
      return product;
    }
    log.warn({ product: params.id }, 'somebody asks for a product that is not sold any more');
    return reply.code(404).send({ error: `there is no product ${params.id}` });
  });
  return app;
});
