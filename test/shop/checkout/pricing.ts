import { byFetch } from '../clients/by-fetch.ts';
import { byHttp } from '../clients/by-http.ts';

export interface Item {
  readonly product: string;
  readonly quantity: number;
}

/** What a customer wants to buy: a cart that was filled before, or these things at once. */
export interface Purchase {
  readonly customer: string;
  readonly cart?: string;
  readonly items?: readonly Item[];
  readonly card?: string;
}

export type Priced =
  | { readonly kind: 'priced'; readonly totalCents: number }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly what: string; readonly reason: unknown };

export interface Sources {
  readonly cartUrl: string;
  readonly catalogueUrl: string;
}

/** Asks for the cart by `fetch`, and for each of its prices by `node:http`. */
export async function priceOf(purchase: Purchase, sources: Sources): Promise<Priced> {
  let what = 'the cart';
  try {
    const items = purchase.items ?? (await itemsIn(purchase.cart ?? '', sources.cartUrl));
    if (items.length === 0) return { kind: 'refused', reason: 'the cart is empty' };
    what = 'the catalogue';
    let totalCents = 0;
    for (const { product, quantity } of items) {
      const url = `${sources.catalogueUrl}/products/${encodeURIComponent(product)}`;
      const { status, body } = await byHttp<{ priceCents: number }>(url);
      if (status === 404) return { kind: 'refused', reason: `there is no product ${product}` };
      if (status !== 200) throw new Error(`the catalogue answered ${status}`);
      totalCents += body.priceCents * quantity;
    }
    return { kind: 'priced', totalCents };
  } catch (reason) {
    return { kind: 'unavailable', what, reason };
  }
}

async function itemsIn(cart: string, cartUrl: string): Promise<readonly Item[]> {
  const url = `${cartUrl}/carts/${encodeURIComponent(cart)}`;
  const { status, body } = await byFetch<{ items: readonly Item[] }>(url);
  if (status !== 200) throw new Error(`the cart service answered ${status}`);
  return body.items;
}
