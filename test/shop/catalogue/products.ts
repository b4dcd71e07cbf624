import { type Database, openDatabase } from '../common/database.ts';

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly priceCents: number;
}

export interface Products {
  list(): readonly Product[];
  find(id: string): Product | undefined;
  close(): void;
}

const STOCK: readonly (readonly [id: string, name: string, priceCents: number])[] = [
  ['teapot', 'Cast-iron teapot', 6_490],
  ['gaiwan', 'Porcelain gaiwan', 2_850],
  ['cup', 'Celadon cup', 1_200],
  ['whisk', 'Bamboo whisk', 1_790],
  ['kettle', 'Gooseneck kettle', 8_900],
  ['sencha', 'Sencha, 100 g', 1_450],
  ['oolong', 'Roasted oolong, 100 g', 1_680],
  ['matcha', 'Matcha, 30 g', 2_400],
  ['puerh', 'Aged pu-erh cake', 12_500],
  ['barley', 'Barley tea, 250 g', 690],
];

export function openProducts(): Products {
  const db: Database = openDatabase(':memory:', 'catalogue');
  db.script(
    'CREATE TABLE products (id TEXT PRIMARY KEY, name TEXT NOT NULL, price_cents INTEGER NOT NULL) STRICT',
  );
  const row = 'INSERT INTO products (id, name, price_cents) VALUES (?, ?, ?)';
  for (const product of STOCK) db.change('INSERT products', row, ...product);

  const columns = 'SELECT id, name, price_cents AS priceCents FROM products';
  return {
    list: () => db.rows<Product>('SELECT products', `${columns} ORDER BY name`),
    find: (id) => db.rows<Product>('SELECT products', `${columns} WHERE id = ?`, id)[0],
    close: () => db.close(),
  };
}
