// What a visitor is about to buy. Bare node:http, with the carts in PostgreSQL.
import { addItem, type CartItem, empty, itemsOf } from '../cart/carts.ts';
import { byHttp } from '../clients/by-http.ts';
import { createOperations, errorOf, type Reply } from '../common/operations.ts';
import { plainServer } from '../common/plain-http.ts';
import { run, serviceOf } from '../common/run.ts';
import { openPool } from '../database/pool.ts';
import { urlOf } from '../settings.ts';

await run('cart', async (log) => {
  const operations = createOperations(log, () =>
    errorOf('DatabaseError', 'deadlock detected', '40P01'),
  );
  const pool = openPool(process.env, log);
  const catalogue = urlOf('catalogue', process.env);

  const add = async (cart: string, item: CartItem): Promise<Reply> => {
    const { product, quantity } = item;
    const { status } = await byHttp(`${catalogue}/products/${encodeURIComponent(product)}`);
    if (status === 404) return { status: 422, body: { error: `there is no product ${product}` } };
    if (status !== 200) {
      log.error({ cart, product, status }, 'the catalogue does not know what it sells');
      return { status: 502, body: { error: 'the catalogue failed' } };
    }
    await addItem(pool, cart, item);
    log.info({ cart, product, quantity }, 'put into the cart');
    return { status: 201, body: { cart, items: await itemsOf(pool, cart) } };
  };

  const server = plainServer(log, operations, async (method, path, body) => {
    const [carts, cart, items, ...rest] = path;
    if (carts !== 'carts' || !cart || rest.length > 0) return undefined;
    await operations.misbehave();
    if (items === 'items' && method === 'POST') {
      const item = readItem(body);
      if (item) return add(cart, item);
      return { status: 400, body: { error: 'a product, and a quantity from 1 to 100' } };
    }
    if (items !== undefined) return undefined;
    if (method === 'GET') return { status: 200, body: { cart, items: await itemsOf(pool, cart) } };
    if (method !== 'DELETE') return undefined;
    await empty(pool, cart);
    return { status: 200, body: { cart, items: [] } };
  });
  return serviceOf(server);
});

function readItem(body: unknown): CartItem | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { product, quantity } = body as Partial<CartItem>;
  if (typeof product !== 'string' || typeof quantity !== 'number') return undefined;
  return Number.isInteger(quantity) && quantity >= 1 && quantity <= 100
    ? { product, quantity }
    : undefined;
}
