/** Attributes as rows have them: keys, values as text, and a letter a value for its type. */
export interface AttributeRow {
  readonly attributeKeys: readonly string[];
  readonly attributeValues: readonly string[];
  readonly attributeTypes: string;
}

/** SQL of each field of an {@link AttributeRow}. */
export const ATTRIBUTE_FIELDS: Readonly<Record<keyof AttributeRow, string>> = {
  attributeKeys: 'mapKeys(attributes)',
  attributeValues: 'mapValues(attributes)',
  attributeTypes: 'attribute_types',
};

/** SQL: the columns of an {@link AttributeRow}. */
export const ATTRIBUTE_COLUMNS = columnsOf(ATTRIBUTE_FIELDS);

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

/** SQL of each field of a {@link ScopeRow}. */
export const SCOPE_FIELDS: Readonly<Record<keyof ScopeRow, string>> = {
  scopeName: 'scope_name',
  scopeVersion: 'scope_version',
  scopeSchemaUrl: 'scope_schema_url',
  scopeAttributeKeys: 'mapKeys(scope_attributes)',
  scopeAttributeValues: 'mapValues(scope_attributes)',
  scopeAttributeTypes: 'scope_attribute_types',
  scopeDroppedAttributesCount: 'scope_dropped_attributes_count',
};

/** SQL: the columns of a {@link ScopeRow}. */
export const SCOPE_COLUMNS = columnsOf(SCOPE_FIELDS);

function columnsOf(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(', ');
}
