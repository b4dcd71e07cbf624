import { byHttp } from '../clients/by-http.ts';

export interface Item {
  readonly product: string;
  readonly quantity: number;
}

export type Priced =
  | { readonly kind: 'priced'; readonly totalCents: number }
  | { readonly kind: 'unknown'; readonly product: string }
  | { readonly kind: 'unavailable'; readonly reason: unknown };

const TIMEOUT_MS = 5_000;

/** Asks the catalogue for each price, by node:http. */
export async function priceOf(items: readonly Item[], catalogueUrl: string): Promise<Priced> {
  try {
    let totalCents = 0;
    for (const { product, quantity } of items) {
      const url = `${catalogueUrl}/products/${encodeURIComponent(product)}`;
      const { status, body } = await byHttp<{ priceCents: number }>(url, { timeoutMs: TIMEOUT_MS });
      if (status === 404) return { kind: 'unknown', product };
      if (status !== 200)
        return { kind: 'unavailable', reason: new Error(`it answered ${status}`) };
      totalCents += body.priceCents * quantity;
    }
    return { kind: 'priced', totalCents };
  } catch (reason) {
    return { kind: 'unavailable', reason };
  }
}
