import type { ScopeRow } from '@nunchi/store/queries/columns';
import type { Static } from 'typebox';
import type { Scope } from '../schemas/common.ts';
import { decodeAttributes } from './attributes.ts';

export function toScope(row: ScopeRow): Static<typeof Scope> {
  const decoded = decodeAttributes(
    row.scopeAttributeKeys,
    row.scopeAttributeValues,
    row.scopeAttributeTypes,
  );
  return {
    name: row.scopeName,
    version: row.scopeVersion,
    schemaUrl: row.scopeSchemaUrl,
    attributes: decoded.attributes,
    attributeTypes: decoded.types,
    droppedAttributesCount: row.scopeDroppedAttributesCount,
  };
}

/** The tables hold an absent id as zeros. */
export const idOrNull = (id: string): string | null => (/^0+$/.test(id) ? null : id);
