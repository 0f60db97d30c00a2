import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { numbers } from './tensors.ts';

test.each(['int64', 'int32'] as const)('a fraction is no %s: it is refused by the name of the input', (elementType) => {
  const task = { name: 'task_id', elementType, dims: [2] };
  expect([...numbers(ort, task, [2], [3, -1]).data].map(Number)).toEqual([3, -1]);
  const detail = 'the input "task_id" takes whole numbers, and 0.5 is none';
  expect(() => numbers(ort, task, [2], [3, 0.5])).toThrow(expect.objectContaining({ code: 'bad-input', detail }));
});
