import type { Static } from 'typebox';
import type { Scope } from '../schemas/common.ts';
import { decodeAttributes } from './attributes.ts';

export interface ScopeColumns {
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly scopeSchemaUrl: string;
  readonly scopeAttributeKeys: readonly string[];
  readonly scopeAttributeValues: readonly string[];
  readonly scopeAttributeTypes: string;
  readonly scopeDroppedAttributesCount: number;
}

export function toScope(row: ScopeColumns): Static<typeof Scope> {
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
