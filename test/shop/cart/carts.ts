import type { Pool } from '../database/pool.ts';

export interface CartItem {
  readonly product: string;
  readonly quantity: number;
}

/** The most of one product that a cart holds. */
const MOST = 100;

export async function itemsOf(pool: Pool, cart: string): Promise<readonly CartItem[]> {
  const select = 'SELECT product, quantity FROM cart_items WHERE cart = $1 ORDER BY added_at';
  return (await pool.query<CartItem>(select, [cart])).rows;
}

/** What is in the cart already becomes more. */
export async function addItem(pool: Pool, cart: string, item: CartItem): Promise<void> {
  const upsert = `
    INSERT INTO cart_items (cart, product, quantity) VALUES ($1, $2, $3)
    ON CONFLICT (cart, product) DO UPDATE
    SET quantity = least(cart_items.quantity + excluded.quantity, ${MOST}), added_at = now()`;
  await pool.query(upsert, [cart, item.product, item.quantity]);
}

export async function empty(pool: Pool, cart: string): Promise<void> {
  await pool.query('DELETE FROM cart_items WHERE cart = $1', [cart]);
}
