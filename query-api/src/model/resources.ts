import type { Questionable } from '@nunchi/store';
import { resourceAttributes } from '@nunchi/store/queries/resources/attributes';
import { type DecodedAttributes, decodeAttributes } from './attributes.ts';

const NOTHING: DecodedAttributes = { attributes: {}, types: {} };

export type Resources = (resourceId: string) => DecodedAttributes;

/** The resources of some records; nothing for a resource that the store no longer has. */
export async function loadResources(
  store: Questionable,
  records: readonly { readonly resourceId: string; readonly service: string }[],
): Promise<Resources> {
  const rows = await resourceAttributes(
    store,
    [...new Set(records.map((record) => record.resourceId))],
    [...new Set(records.map((record) => record.service))],
  );
  const byId = new Map(
    rows.map((row) => [
      row.resourceId,
      decodeAttributes(row.attributeKeys, row.attributeValues, row.attributeTypes),
    ]),
  );
  return (resourceId) => byId.get(resourceId) ?? NOTHING;
}
