import { string } from '../../testing/batches.ts';

/** An attribute of every kind of AnyValue … */
export const EVERY_KIND = [
  string('string', 'käse'),
  string('empty', ''),
  { key: 'true', value: { boolValue: true } },
  { key: 'false', value: { boolValue: false } },
  { key: 'int', value: { intValue: '-9223372036854775808' } },
  { key: 'double', value: { doubleValue: -0.5 } },
  { key: 'not finite', value: { doubleValue: '-Infinity' } },
  { key: 'bytes', value: { bytesValue: 'AP8=' } },
  { key: 'array', value: { arrayValue: { values: [{ intValue: '1' }, {}] } } },
  { key: 'kvlist', value: { kvlistValue: { values: [string('a', 'b')] } } },
  { key: 'none', value: {} },
  { key: 'no value' },
];

/** … and the columns that they become: values as text, a letter for each type. */
export const EVERY_KIND_STORED = {
  attributes: {
    string: 'käse',
    empty: '',
    true: 'true',
    false: 'false',
    int: '-9223372036854775808',
    double: '-0.5',
    'not finite': '-Infinity',
    bytes: 'AP8=',
    array: '{"values":[{"intValue":"1"},{}]}',
    kvlist: '{"values":[{"key":"a","value":{"stringValue":"b"}}]}',
    none: '',
    'no value': '',
  },
  attribute_types: 'ssbbiddxaknn',
};

export const MAX_UINT32 = 4_294_967_295;
