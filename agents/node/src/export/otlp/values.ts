// Attributes and what else spans and log records share: opentelemetry/proto/common/v1/common.proto
import type { InstrumentationScope } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import { FIXED64, VARINT, type Writer } from './writer.ts';

const LEAST_INT64 = -(2 ** 63);
const BEYOND_INT64 = 2 ** 63;

/** As repeated `KeyValue`. */
export function writeAttributes(writer: Writer, field: number, attributes: object): void {
  for (const key in attributes) {
    if (!Object.hasOwn(attributes, key)) continue;
    const entry = writer.begin(field);
    writeEntry(writer, key, attributes[key as keyof typeof attributes]);
    writer.end(entry);
  }
}

function writeEntry(writer: Writer, key: string, value: unknown): void {
  writer.text(1, key);
  const start = writer.begin(2);
  writeValue(writer, value);
  writer.end(start);
}

/** As the content of an `AnyValue`; what it cannot hold is empty. */
export function writeValue(writer: Writer, value: unknown): void {
  switch (typeof value) {
    case 'string':
      return writer.text(1, value);
    case 'boolean':
      writer.tag(2, VARINT);
      return writer.varint(value ? 1 : 0);
    case 'number':
      return writeNumber(writer, value);
    case 'object':
      if (value !== null) writeObject(writer, value);
  }
}

function writeNumber(writer: Writer, value: number): void {
  if (Number.isInteger(value) && value >= LEAST_INT64 && value < BEYOND_INT64) {
    writer.tag(3, VARINT);
    writer.varint(value);
  } else {
    writer.tag(4, FIXED64);
    writer.double(value);
  }
}

function writeObject(writer: Writer, value: object): void {
  if (value instanceof Uint8Array) return writer.message(7, value);
  const isList = Array.isArray(value);
  const start = writer.begin(isList ? 5 : 6);
  if (isList) {
    for (const item of value) {
      const at = writer.begin(1);
      writeValue(writer, item);
      writer.end(at);
    }
  } else {
    writeAttributes(writer, 1, value);
  }
  writer.end(start);
}

export function writeScope(writer: Writer, scope: InstrumentationScope): void {
  const { name, version, attributes, droppedAttributesCount } = scope as InstrumentationScope & {
    readonly attributes?: object;
    readonly droppedAttributesCount?: number;
  };
  const start = writer.begin(1);
  writer.text(1, name);
  if (version) writer.text(2, version);
  if (attributes) writeAttributes(writer, 3, attributes);
  if (droppedAttributesCount) {
    writer.tag(4, VARINT);
    writer.varint(droppedAttributesCount);
  }
  writer.end(start);
}

export function writeResource(writer: Writer, { attributes }: Resource): void {
  const start = writer.begin(1);
  writeAttributes(writer, 1, attributes);
  writer.tag(2, VARINT);
  writer.varint(0);
  writer.end(start);
}
