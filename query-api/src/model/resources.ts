import type { Questionable } from '@nunchi/store';
import { resourceAttributes } from '@nunchi/store/queries/resources/attributes';
import { type DecodedAttributes, decodeAttributes } from './attributes.ts';
import { keepNewest } from './keep-newest.ts';

const NOTHING: DecodedAttributes = { attributes: {}, types: {} };
const MOST_KNOWN = 2_000;
/** Characters of keys and values; a larger resource is asked for each time. */
const LARGEST_KNOWN = 16 * 1024;

export type Resources = (resourceId: string) => DecodedAttributes;

/** A resource is named by its content: what is known of one stays true. */
const known = new WeakMap<Questionable, Map<string, DecodedAttributes>>();

/** The resources of some records; nothing for a resource that the store no longer has. */
export async function loadResources(
  store: Questionable,
  records: readonly { readonly resourceId: string; readonly service: string }[],
): Promise<Resources> {
  const ofStore = known.get(store) ?? new Map<string, DecodedAttributes>();
  known.set(store, ofStore);
  const found = new Map<string, DecodedAttributes>();
  const missing = new Set<string>();
  const services = new Set<string>();
  for (const { resourceId, service } of records) {
    const resource = ofStore.get(resourceId);
    if (resource) found.set(resourceId, resource);
    else {
      missing.add(resourceId);
      services.add(service);
    }
  }
  for (const row of await resourceAttributes(store, [...missing], [...services])) {
    const { resourceId, attributeKeys, attributeValues, attributeTypes } = row;
    const resource = decodeAttributes(attributeKeys, attributeValues, attributeTypes);
    found.set(resourceId, resource);
    if (length(attributeKeys) + length(attributeValues) <= LARGEST_KNOWN) {
      ofStore.set(resourceId, resource);
    }
  }
  keepNewest(ofStore, MOST_KNOWN);
  return (resourceId) => found.get(resourceId) ?? NOTHING;
}

const length = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + text.length, 0);
