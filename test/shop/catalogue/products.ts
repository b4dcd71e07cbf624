import type { Pool } from '../database/pool.ts';

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly priceCents: number;
}

const COLUMNS = 'SELECT id, name, category, price_cents AS "priceCents" FROM products';

export async function listProducts(pool: Pool): Promise<readonly Product[]> {
  return (await pool.query<Product>(`${COLUMNS} ORDER BY category, name`)).rows;
}

export async function findProduct(pool: Pool, id: string): Promise<Product | undefined> {
  return (await pool.query<Product>(`${COLUMNS} WHERE id = $1`, [id])).rows[0];
}
