import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { floatTensor, numbers } from './tensors.ts';

test.each(['int64', 'int32'] as const)('a fraction is no %s: it is refused by the name of the input', (elementType) => {
  const task = { name: 'task_id', elementType, dims: [2] };
  expect([...numbers(ort, task, [2], [3, -1]).data].map(Number)).toEqual([3, -1]);
  const detail = 'the input "task_id" takes whole numbers, and 0.5 is none';
  expect(() => numbers(ort, task, [2], [3, 0.5])).toThrow(expect.objectContaining({ code: 'bad-input', detail }));
});

test('numbers that are given once are fed as often as the input demands', () => {
  const once = Float32Array.of(1, 2, 3, 4, 5, 6);
  const input = (dims: readonly (number | string)[]) => ({ name: 'pixels', elementType: 'float32', dims }) as const;
  expect(floatTensor(ort, input(['batch', 2, 3]), [2, 3], once)).toMatchObject({ dims: [1, 2, 3], data: once });
  const twice = floatTensor(ort, input([2, 'height', -1]), [2, 3], once);
  expect(twice.dims).toEqual([2, 2, 3]);
  expect([...twice.data]).toEqual([...once, ...once]);
  const half = floatTensor(ort, { ...input([1, 2, 3]), elementType: 'float16' }, [2, 3], once);
  const bits = ArrayBuffer.isView(half.data) ? half.data.buffer : null;
  // 1 to 6 in half precision. Source: IEEE 754.
  expect([...new Uint16Array(bits!)]).toEqual([0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600]);
});

test.each([
  [[1, 3, 2], 'float32', 'the input "pixels" has the shape [1, 3, 2], not [1, 2, 3]'],
  [[1, 6], 'float32', 'the input "pixels" has the shape [1, 6], not [1, 2, 3]'],
  [[1, 2, 3], 'uint8', 'the input "pixels" is of type uint8'],
] as const)('floats are refused for %j of %s, with the reason', (dims, elementType, detail) => {
  const feed = () => floatTensor(ort, { name: 'pixels', elementType, dims }, [2, 3], new Float32Array(6));
  expect(feed).toThrow(expect.objectContaining({ code: 'unsupported-graph', detail }));
});
