import type { Questionable } from '../../client.ts';

export interface ResourceAttributesRow {
  readonly resourceId: string;
  readonly attributeKeys: readonly string[];
  readonly attributeValues: readonly string[];
  readonly attributeTypes: string;
}

/** Attributes of some resources; `services` are theirs, by which the table is sorted. */
export async function resourceAttributes(
  store: Questionable,
  resourceIds: readonly string[],
  services: readonly string[],
): Promise<ResourceAttributesRow[]> {
  if (resourceIds.length === 0) return [];
  return store.rows<ResourceAttributesRow>(
    `SELECT
       resource_id AS resourceId,
       mapKeys(attributes) AS attributeKeys,
       mapValues(attributes) AS attributeValues,
       attribute_types AS attributeTypes
     FROM resources
     WHERE service IN {services:Array(String)} AND resource_id IN {resourceIds:Array(UInt64)}
     LIMIT 1 BY resource_id`,
    { resourceIds: resourceIds.map(BigInt), services },
  );
}
