/** Attributes as rows have them: keys, values as text, and a letter a value for its type. */
export interface AttributeRow {
  readonly attributeKeys: readonly string[];
  readonly attributeValues: readonly string[];
  readonly attributeTypes: string;
}

/** SQL: the columns of an {@link AttributeRow}. */
export const ATTRIBUTE_COLUMNS = `
  mapKeys(attributes) AS attributeKeys,
  mapValues(attributes) AS attributeValues,
  attribute_types AS attributeTypes`;

/** The instrumentation scope of a span or a log record. */
export interface ScopeRow {
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly scopeSchemaUrl: string;
  readonly scopeAttributeKeys: readonly string[];
  readonly scopeAttributeValues: readonly string[];
  readonly scopeAttributeTypes: string;
  readonly scopeDroppedAttributesCount: number;
}

/** SQL: the columns of a {@link ScopeRow}. */
export const SCOPE_COLUMNS = `
  scope_name AS scopeName,
  scope_version AS scopeVersion,
  scope_schema_url AS scopeSchemaUrl,
  mapKeys(scope_attributes) AS scopeAttributeKeys,
  mapValues(scope_attributes) AS scopeAttributeValues,
  scope_attribute_types AS scopeAttributeTypes,
  scope_dropped_attributes_count AS scopeDroppedAttributesCount`;
