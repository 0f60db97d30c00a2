import { describe, expect, test } from 'vitest';
import { createLabelContext } from '../core/labels/context.ts';
import { labelHeads } from '../core/labels/labelHead.ts';
import type { Token } from '../core/tokens.ts';
import { labelRun } from './labelRun.ts';
import type { LabelStack } from './labelRun.ts';
import { packLayers } from './pack.ts';
import type { LayerOutput } from './pack.ts';

const TEXT = ['[CLS]', 'a', 'bird', 'sang', ',', 'a', 'bird', 'flew', '[SEP]'];
const TOKENS: readonly Token[] = TEXT.map((piece, position) => ({
  position,
  id: TEXT.indexOf(piece),
  piece,
  text: piece,
  start: position * 6,
  end: position * 6 + piece.length,
  special: piece.startsWith('['),
  segment: 0,
}));

/** Head h of layer l looks mostly at the token l + h places back, as far as there is one. */
function lookingBack(layer: number): LayerOutput {
  const [nHeads, n] = [3, TOKENS.length];
  const data = new Float32Array(nHeads * n * n);
  for (let row = 0; row < nHeads * n; row++) {
    const [head, query] = [Math.floor(row / n), row % n];
    for (let key = 0; key < n; key++) {
      data[row * n + key] = key === Math.max(0, query - layer - head) ? 0.9 : 0.1 / (n - 1);
    }
  }
  return { layer, kind: 'encoder', dims: [1, nHeads, n, n], data };
}

const LAYERS = [lookingBack(0), lookingBack(1)];
const STACK: LabelStack = { kind: 'encoder', tokens: TOKENS, isCausal: false, layers: LAYERS };

describe('labelRun', () => {
  test('says of every head what labelling the packed tensor says', async () => {
    const reports = await labelRun([STACK], new AbortController().signal);
    expect(reports).toEqual(labelHeads(packLayers(LAYERS).tensor, createLabelContext(TOKENS, false)));
    expect(reports?.map(({ layer, head, strongest }) => [layer, head, strongest])).toContainEqual([1, 0, 'previous']);
  });

  test('names the stack of each report; layers count from 0 in each, whatever their numbers in the model', async () => {
    const decoder: LabelStack = { ...STACK, kind: 'decoder', layers: LAYERS.map((each) => ({ ...each, layer: 7 })) };
    const reports = await labelRun([STACK, decoder], new AbortController().signal);
    expect(reports?.map(({ kind, layer, head }) => `${kind} ${layer} ${head}`)).toEqual(
      ['encoder', 'decoder'].flatMap((kind) => [0, 1].flatMap((l) => [0, 1, 2].map((h) => `${kind} ${l} ${h}`))),
    );
  });

  test('stops once a newer request has come', async () => {
    const controller = new AbortController();
    const work = labelRun([STACK], controller.signal);
    controller.abort();
    expect(await work).toBe(null);
  });
});
