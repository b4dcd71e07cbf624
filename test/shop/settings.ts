import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The shop is for showing things on one machine: it can be told to misbehave, so it stays there. */
export const HOST = '127.0.0.1';

/** The setting of each port, and its value unless told otherwise. */
export const PORTS = {
  gateway: { setting: 'NUNCHI_SHOP_GATEWAY_PORT', fallback: 4400 },
  catalogue: { setting: 'NUNCHI_SHOP_CATALOGUE_PORT', fallback: 4401 },
  'checkout-1': { setting: 'NUNCHI_SHOP_CHECKOUT_1_PORT', fallback: 4402 },
  'checkout-2': { setting: 'NUNCHI_SHOP_CHECKOUT_2_PORT', fallback: 4403 },
  payment: { setting: 'NUNCHI_SHOP_PAYMENT_PORT', fallback: 4404 },
  shipping: { setting: 'NUNCHI_SHOP_SHIPPING_PORT', fallback: 4405 },
  email: { setting: 'NUNCHI_SHOP_EMAIL_PORT', fallback: 4406 },
  cart: { setting: 'NUNCHI_SHOP_CART_PORT', fallback: 4407 },
  database: { setting: 'NUNCHI_SHOP_DATABASE_PORT', fallback: 4408 },
} as const;

/** Whatever of the shop listens on a port. */
export type Listener = keyof typeof PORTS;
export const LISTENERS = Object.keys(PORTS) as Listener[];
/** A service's process; the database is none. */
export type Instance = Exclude<Listener, 'database'>;
export const INSTANCES = LISTENERS.filter((name): name is Instance => name !== 'database');

/** Throws one sentence when the setting makes no sense. */
export function portOf(listener: Listener, env: Environment): number {
  const { setting, fallback } = PORTS[listener];
  return wholeNumber(env, setting, fallback, { min: 1, max: 65_535 });
}

export function urlOf(instance: Instance, env: Environment): string {
  return `http://${HOST}:${portOf(instance, env)}`;
}

export function checkoutUrls(env: Environment): readonly string[] {
  return [urlOf('checkout-1', env), urlOf('checkout-2', env)];
}

/** Where the shop keeps its database and its queue; made if need be. */
function shopDirectory(env: Environment): string {
  const directory = resolve(env['NUNCHI_DATA_DIR'] ?? '.nunchi', 'shop');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return directory;
}

export const queueFile = (env: Environment): string => join(shopDirectory(env), 'queue.db');
export const databaseDirectory = (env: Environment): string =>
  join(shopDirectory(env), 'postgresql');

export function wholeNumber(
  env: Environment,
  name: string,
  fallback: number,
  range: { readonly min: number; readonly max: number },
): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return value;
  throw new Error(`${name}=${text} is not a whole number between ${range.min} and ${range.max}`);
}
