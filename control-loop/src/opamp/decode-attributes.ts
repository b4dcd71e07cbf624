import type { Attributes, AttributeValue } from './messages.ts';
import {
  bounded,
  bytes,
  double,
  type FieldReaders,
  MalformedMessageError,
  readFields,
  text,
  varint,
} from './fields.ts';

const DEEPEST = 8;
const MOST_ATTRIBUTES = 256;

/** A list of KeyValue that grows as its entries are read. */
export class AttributeList {
  readonly #values = new Map<string, AttributeValue>();

  /** Reads one KeyValue. */
  readonly add = (entry: Uint8Array): void => {
    const [key, value] = keyValue(entry, 0);
    this.#values.set(key, value);
    bounded('the number of attributes', this.#values.size, MOST_ATTRIBUTES);
  };

  // Not a literal: a key may be called __proto__.
  get values(): Attributes {
    return Object.fromEntries(this.#values);
  }
}

/** KeyValue: key 1, value 2. */
function keyValue(entry: Uint8Array, depth: number): [string, AttributeValue] {
  let key = '';
  let value: AttributeValue = null;
  readFields(entry, {
    1: text((read) => (key = read)),
    2: bytes((read) => (value = anyValue(read, depth))),
  });
  return [key, value];
}

/** AnyValue. Integers beyond what a double holds become text; bytes become base64. */
function anyValue(message: Uint8Array, depth: number): AttributeValue {
  if (depth > DEEPEST) {
    throw new MalformedMessageError(`attributes may be nested ${DEEPEST} deep at most`);
  }
  let value: AttributeValue = null;
  const fields: FieldReaders = {
    1: text((read) => (value = read)),
    2: varint((read) => (value = read !== 0n)),
    3: varint((read) => (value = integer(BigInt.asIntN(64, read)))),
    4: double((read) => (value = Number.isFinite(read) ? read : String(read))),
    5: bytes((read) => (value = list(read, (item) => anyValue(item, depth + 1)))),
    6: bytes((read) => {
      value = Object.fromEntries(list(read, (item) => keyValue(item, depth + 1)));
    }),
    7: bytes((read) => (value = Buffer.from(read).toString('base64'))),
  };
  readFields(message, fields);
  return value;
}

/** ArrayValue and KeyValueList: values 1. */
function list<Item>(message: Uint8Array, item: (bytes: Uint8Array) => Item): Item[] {
  const items: Item[] = [];
  readFields(message, { 1: bytes((read) => void items.push(item(read))) });
  return items;
}

function integer(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
