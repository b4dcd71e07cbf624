export type { Column } from './column.ts';
export * from './fixed.ts';
export { LowCardinality } from './low-cardinality.ts';
export { AttributeMap, List } from './nested.ts';
export { Text } from './text.ts';
