import { expect, test } from 'vitest';
import { arraysIn } from '../door/transfer.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import { filesOf, startGraph } from '../testing/lookInside.ts';
import { GPT2_SIZES, gptConfig, randomGpt } from '../testing/randomGpt.ts';
import { readLayer } from './readLayer.ts';

/** One layer of GPT-2's, without the rest of its weight. */
const SIZES = { ...GPT2_SIZES, nLayers: 1, nVocab: 12, inner: 8 };

test('what of a layer of GPT-2’s size is sent of 512 tokens is 14 MB at most', async () => {
  const onnx = randomGpt(SIZES);
  const { model, kept } = await startGraph(filesOf(onnx, gptConfig(SIZES)));
  const ids = Array.from({ length: 512 }, (_, at) => (7 * at) % SIZES.nVocab);
  const feed: FeedValues = { tokens: { ids, typeIds: ids.map(() => 0) } };
  const pass = await model.session.run(feed);
  const told = await readLayer(model, { ...kept, done: { ...kept.done, feed, pass } }, 'decoder', 0, async () => {});
  await model.session.release();
  const bytes = new Set(arraysIn(told));
  const sum = [...bytes].reduce((all, { byteLength }) => all + byteLength, 0);
  // Seven arrays of [token, channel] and W_O; the stream behind the layer is a sum of two of them, scores are made row by row.
  expect(sum).toBe(4 * (7 * 512 * SIZES.width + SIZES.width ** 2));
  expect(sum).toBeLessThan(14e6);
}, 120_000);
