/** Everything that the shop keeps; applied at each start. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS products (
    id text PRIMARY KEY,
    name text NOT NULL,
    category text NOT NULL,
    price_cents integer NOT NULL
  );
  CREATE TABLE IF NOT EXISTS cart_items (
    cart text NOT NULL,
    product text NOT NULL REFERENCES products (id),
    quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 100),
    added_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (cart, product)
  );
  CREATE INDEX IF NOT EXISTS cart_items_added ON cart_items (added_at);
  CREATE TABLE IF NOT EXISTS orders (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    customer text NOT NULL,
    card text NOT NULL,
    total_cents integer NOT NULL,
    status text NOT NULL DEFAULT 'new',
    parked integer NOT NULL DEFAULT 0,
    tracking_number text,
    placed_at timestamptz NOT NULL DEFAULT now()
  );`;

type Stock = readonly (readonly [id: string, name: string, category: string, priceCents: number])[];

export const STOCK: Stock = [
  ['sencha', 'Sencha, first flush, 100 g', 'green', 1_450],
  ['gyokuro', 'Gyokuro, 50 g', 'green', 2_890],
  ['matcha', 'Ceremonial matcha, 30 g', 'green', 2_400],
  ['jasmine', 'Jasmine pearls, 100 g', 'green', 1_590],
  ['oolong', 'Roasted oolong, 100 g', 'oolong', 1_680],
  ['tieguanyin', 'Tieguanyin, 100 g', 'oolong', 1_990],
  ['assam', 'Assam, second flush, 250 g', 'black', 1_250],
  ['lapsang', 'Lapsang souchong, 100 g', 'black', 1_340],
  ['puerh', 'Aged pu-erh cake, 357 g', 'dark', 12_500],
  ['barley', 'Barley tea, 250 g', 'herbal', 690],
  ['rooibos', 'Rooibos with vanilla, 250 g', 'herbal', 890],
  ['teapot', 'Cast-iron teapot, 0.8 l', 'ware', 6_490],
  ['gaiwan', 'Porcelain gaiwan', 'ware', 2_850],
  ['cup', 'Celadon cup', 'ware', 1_200],
  ['whisk', 'Bamboo whisk', 'ware', 1_790],
  ['kettle', 'Gooseneck kettle', 'ware', 8_900],
];

/** Puts today's names and prices in. $1: the stock, as JSON. */
export const FILL = `
  INSERT INTO products (id, name, category, price_cents)
  SELECT row->>0, row->>1, row->>2, (row->>3)::integer FROM jsonb_array_elements($1::jsonb) AS row
  ON CONFLICT (id) DO UPDATE
  SET name = excluded.name, category = excluded.category, price_cents = excluded.price_cents`;

/** It is a demo: old orders give way to new ones, and carts that were left standing are emptied. */
export const TIDY = `
  DELETE FROM orders WHERE number <= (SELECT max(number) FROM orders) - 10000;
  DELETE FROM cart_items WHERE added_at < now() - interval '30 minutes';`;
