import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { bytesField, concat, intField } from '../surgery/protobuf.ts';
import { besideGraph, externalLocations } from './externalData.ts';

const zoo = (path: string) =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`../surgery/fixtures/zoo/${path}`, import.meta.url))));

const pair = (key: string, value: string) => bytesField(13, concat([bytesField(1, key), bytesField(2, value)]));
/** A TensorProto whose numbers lie in `location`. */
const outside = (location: string) =>
  concat([pair('offset', '64'), pair('location', location), pair('length', '8'), intField(14, 1)]);
const inside = concat([bytesField(9, Uint8Array.of(1, 2, 3, 4)), pair('location', 'not-used')]);
const node = (attribute: Uint8Array) => bytesField(1, bytesField(5, attribute));
const model = (...graph: Uint8Array[]) => concat([intField(1, 8), bytesField(7, concat(graph))]);

describe('externalLocations', () => {
  test('of a file written by the ONNX tools is its data file, once for all its tensors', () => {
    expect(externalLocations(zoo('external-data/model.onnx'))).toEqual(['model.onnx_data']);
  });

  test('of a model that holds its weights itself is none', () => {
    expect(externalLocations(zoo('bert-eager/model.onnx'))).toEqual([]);
  });

  test.each<[string, Uint8Array, string[]]>([
    [
      'initializers in two files',
      model(bytesField(5, outside('a')), bytesField(5, inside), bytesField(5, outside('b'))),
      ['a', 'b'],
    ],
    ['a Constant node', model(node(bytesField(5, outside('c')))), ['c']],
    ['a list of tensors in an attribute', model(node(bytesField(10, outside('d')))), ['d']],
    ['a branch of If', model(node(bytesField(6, node(bytesField(6, bytesField(5, outside('e'))))))), ['e']],
    [
      'a sparse initializer',
      model(bytesField(15, concat([bytesField(1, outside('f')), bytesField(2, outside('g'))]))),
      ['f', 'g'],
    ],
    ['a function', concat([model(), bytesField(25, bytesField(7, bytesField(5, bytesField(5, outside('h')))))]), ['h']],
    ['a tensor that has its numbers all the same', model(bytesField(5, inside)), []],
  ])('finds %s', (_, bytes, want) => {
    expect(externalLocations(bytes)).toEqual(want);
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('this is no model at all')],
    ['a model cut short', zoo('external-data/model.onnx').subarray(0, 900)],
  ])('leaves %s to those who read the graph', (_, bytes) => {
    expect(() => externalLocations(bytes)).not.toThrow();
  });
});

describe('besideGraph', () => {
  test.each([
    ['onnx/model.onnx', 'model.onnx_data', 'onnx/model.onnx_data'],
    ['model.onnx', './w/part 1.bin', 'w/part 1.bin'],
    ['a/b/model.onnx', 'x', 'a/b/x'],
  ])('of %s and %s is %s', (graph, location, want) => {
    expect(besideGraph(graph, location)).toBe(want);
  });

  test.each(['../secret', 'a/../../b', '/etc/passwd', 'https://other.example/x', 'C:/x', 'a\\..\\b', '', '.'])(
    'refuses "%s"',
    (location) => {
      expect(() => besideGraph('onnx/model.onnx', location)).toThrow(AppError);
    },
  );
});
