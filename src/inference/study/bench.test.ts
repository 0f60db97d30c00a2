import { expect, test } from 'vitest';
import type { RunInput } from '../protocol.ts';
import { startZoo } from '../testing/startShipped.ts';
import { setUpBench } from './bench.ts';

const { signal } = new AbortController();
const turn = async (): Promise<void> => {};
const ids: RunInput = { kind: 'ids', ids: [16, 14, 11, 4, 26, 14, 9, 3] };

// Sequences of the first share a scale of quantisation, which two equal ones would not show.
test.each([
  ['int8-dynamic', false],
  ['gpt2', true],
])('variants go together only through a graph that keeps sequences apart: %s, %s', async (name, isBatched) => {
  const model = await startZoo(name);
  await setUpBench(model, ids, { signal, turn });
  expect(model.session.isBatched).toBe(isBatched);
  await model.session.release();
});
