import { expect, test } from 'vitest';
import { inOrder, withTwins } from './twins.ts';

const head = (layer: number, at: number) => ({ layer, head: at });

test('two heads are pinned beside what is pinned, each once, as long as a link has room for all', () => {
  expect(withTwins([head(3, 1), head(0, 2)], [head(0, 2), head(1, 0)])).toEqual([head(3, 1), head(0, 2), head(1, 0)]);
  const ten = Array.from({ length: 10 }, (_, at) => head(4, at));
  expect(withTwins(ten, [head(0, 0), head(0, 1)])).toHaveLength(12);
  const eleven = [...ten, head(4, 10)];
  expect(withTwins(eleven, [head(0, 0), head(0, 1)])).toBeNull();
  expect(withTwins(eleven, [head(0, 0), head(4, 2)])).toHaveLength(12);
  // Both are there already: nothing is to be added.
  const many = Array.from({ length: 15 }, (_, at) => head(4, at));
  expect(withTwins(many, [head(4, 0), head(4, 2)])).toHaveLength(15);
});

test('two heads stand in the order of the model, whichever was chosen first', () => {
  expect(inOrder([head(2, 1), head(0, 3)])).toEqual([head(0, 3), head(2, 1)]);
  expect(inOrder([head(1, 5), head(1, 2)])).toEqual([head(1, 2), head(1, 5)]);
  expect(inOrder([head(0, 9), head(1, 2)])).toEqual([head(0, 9), head(1, 2)]);
});
