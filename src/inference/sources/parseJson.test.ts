import { describe, expect, test } from 'vitest';
import { parseJson } from './parseJson.ts';

const read = (text: string) => parseJson('a/config.json', new TextEncoder().encode(text), 'bad-input');

describe('JSON of a model', () => {
  test.each([['{"a":[1,{"b":null}]}'], ['"text"'], ['[]'], ['0.5']])('%s is read', (text) => {
    expect(read(text)).toEqual(JSON.parse(text));
  });

  test.each([[''], ['{"a":'], ['<html>'], ['{"a":1}}']])('%j is refused by the name of the file', (text) => {
    expect(() => read(text)).toThrow(/^bad-input: a\/config\.json: /);
  });

  test('nesting deeper than any model has is told by its own words, of lists and of objects', () => {
    expect(() => read('['.repeat(200) + ']'.repeat(200))).toThrow(
      /^unsupported-graph: .*config\.json is nested more than 100 deep/,
    );
    expect(() => read('{"a":'.repeat(200_000))).toThrow(/nested/);
  });

  test('brackets within texts are no nesting', () => {
    const text = JSON.stringify({ merges: Array.from({ length: 300 }, () => '[ [" \\" {') });
    expect(read(text)).toEqual(JSON.parse(text));
  });
});
