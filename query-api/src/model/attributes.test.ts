import { describe, expect, it } from 'vitest';
import { decodeAttributes, decodeBody } from './attributes.ts';

describe('decodeAttributes', () => {
  it('gives plain JSON, and the types that JSON does not tell', () => {
    const cases = [
      ['text', 's', 'über', 'über', undefined],
      ['empty', 's', '', '', undefined],
      ['small', 'i', '-42', -42, undefined],
      ['safe', 'i', '9007199254740991', 9_007_199_254_740_991, undefined],
      ['big', 'i', '9007199254740993', '9007199254740993', 'int'],
      ['smallest', 'i', '-9223372036854775808', '-9223372036854775808', 'int'],
      ['fraction', 'd', '0.1', 0.1, undefined],
      ['whole', 'd', '3', 3, 'double'],
      ['huge', 'd', '1e+300', 1e300, 'double'],
      ['not', 'd', 'NaN', 'NaN', 'double'],
      ['infinite', 'd', '-Infinity', '-Infinity', 'double'],
      ['yes', 'b', 'true', true, undefined],
      ['no', 'b', 'false', false, undefined],
      ['bytes', 'x', 'AAEC', 'AAEC', 'bytes'],
      ['none', 'n', '', null, undefined],
    ] as const;
    const decoded = decodeAttributes(
      cases.map(([key]) => key),
      cases.map(([, , text]) => text),
      cases.map(([, letter]) => letter).join(''),
    );
    expect(decoded.attributes).toEqual(Object.fromEntries(cases.map((c) => [c[0], c[3]])));
    expect(decoded.types).toEqual(
      Object.fromEntries(cases.flatMap((c) => (c[4] === undefined ? [] : [[c[0], c[4]]]))),
    );
  });

  it('takes all values for strings when there are no letters', () => {
    expect(decodeAttributes(['a', 'b'], ['1', 'true'], '').attributes).toEqual({
      a: '1',
      b: 'true',
    });
  });

  it('keeps the first value of a key that came twice, with its own letter', () => {
    expect(decodeAttributes(['a', 'a', 'b'], ['1', 'x', '2'], 'isi').attributes).toEqual({
      a: 1,
      b: 2,
    });
  });

  it('keeps keys that mean something to JavaScript', () => {
    const { attributes } = decodeAttributes(['__proto__', 'constructor'], ['a', 'b'], '');
    expect(JSON.stringify(attributes)).toBe('{"__proto__":"a","constructor":"b"}');
  });
});

it('tells the types inside of nested values, by their paths', () => {
  const list = {
    values: [
      { key: 'a/b', value: { intValue: '9223372036854775807' } },
      {
        key: 'list',
        value: { arrayValue: { values: [{ doubleValue: 1 }, { bytesValue: 'AA==' }] } },
      },
    ],
  };
  expect(decodeAttributes(['k'], [JSON.stringify(list)], 'k')).toEqual({
    attributes: { k: { 'a/b': '9223372036854775807', list: [1, 'AA=='] } },
    types: { 'k/a~1b': 'int', 'k/list/0': 'double', 'k/list/1': 'bytes' },
  });
});

describe('decodeBody', () => {
  it('opens arrays and key-value lists, however deep', () => {
    const list = {
      values: [
        { key: 'text', value: { stringValue: '' } },
        { key: 'int', value: { intValue: '123' } },
        { key: 'big', value: { intValue: '9007199254740993' } },
        { key: 'double', value: { doubleValue: 1.5 } },
        { key: 'nan', value: { doubleValue: 'NaN' } },
        { key: 'bool', value: { boolValue: false } },
        { key: 'bytes', value: { bytesValue: 'AAEC' } },
        { key: 'none', value: {} },
        { key: 'missing' },
        {
          key: 'array',
          value: {
            arrayValue: { values: [{ kvlistValue: { values: [] } }, { arrayValue: {} }, {}] },
          },
        },
        { key: '__proto__', value: { stringValue: 'key' } },
      ],
    };
    expect(JSON.stringify(decodeBody(JSON.stringify(list), 'k'))).toBe(
      '{"text":"","int":123,"big":"9007199254740993","double":1.5,"nan":"NaN","bool":false,"bytes":"AAEC","none":null,"missing":null,"array":[{},[],null],"__proto__":"key"}',
    );
    expect(decodeBody('{"values":[{"intValue":"1"},{"stringValue":"a"}]}', 'a')).toEqual([1, 'a']);
    expect(decodeBody('{}', 'a')).toEqual([]);
  });

  it('shows a nested value that it cannot read as text', () => {
    expect(decodeBody('{"values":[', 'a')).toBe('{"values":[');
  });

  it('takes no letter for a string', () => expect(decodeBody('12', '')).toBe('12'));
});
