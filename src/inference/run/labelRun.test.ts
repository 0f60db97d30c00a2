import { describe, expect, test, vi } from 'vitest';
import { createLabelContext } from '../../core/labels/runContext.ts';
import { labelHeads } from '../../core/labels/labelHead.ts';
import type { Token } from '../../core/tokens.ts';
import { answerLabels, labelRun } from './labelRun.ts';
import type { LabelStack } from './labelRun.ts';
import { packAttention } from './pack.ts';
import type { LayerOutput } from './pack.ts';
import type { Reply } from '../protocol.ts';

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

const silent = async (): Promise<void> => {};

describe('labelRun', () => {
  test('says of every head what labelling the packed tensor says', async () => {
    const reports = await labelRun([STACK], silent);
    expect(reports).toEqual(labelHeads(packAttention(LAYERS).attention[0]!, createLabelContext(TOKENS, false)));
    expect(reports.map(({ layer, head, strongest }) => [layer, head, strongest])).toContainEqual([1, 0, 'previous']);
  });

  test('names the stack of each report; layers count from 0 in each, whatever their numbers in the model', async () => {
    const decoder: LabelStack = { ...STACK, kind: 'decoder', layers: LAYERS.map((each) => ({ ...each, layer: 7 })) };
    const reports = await labelRun([STACK, decoder], silent);
    expect(reports.map(({ kind, layer, head }) => `${kind} ${layer} ${head}`)).toEqual(
      ['encoder', 'decoder'].flatMap((kind) => [0, 1].flatMap((l) => [0, 1, 2].map((h) => `${kind} ${l} ${h}`))),
    );
  });

  test('takes a turn at every head once heads take long, and before the first', async () => {
    const clock = vi.spyOn(performance, 'now');
    // Each look at the clock is 40 ms after the one before.
    let now = 0;
    clock.mockImplementation(() => (now += 40));
    let turns = 0;
    await labelRun([STACK], async () => {
      turns += 1;
    });
    clock.mockRestore();
    expect(turns).toBe(1 + 6);
  });

  test('is over where its turn rejects', async () => {
    const over = new Error('over');
    await expect(labelRun([STACK], () => Promise.reject(over))).rejects.toBe(over);
  });
});

describe('answerLabels', () => {
  /** A stack whose second layer is shorter than its shape says. */
  const BROKEN: LabelStack = { ...STACK, layers: [LAYERS[0]!, { ...LAYERS[1]!, dims: [1, 3, 9] }] };

  const answer = async (stacks: readonly LabelStack[], signal: AbortSignal, turn = silent) => {
    const replies: Reply[] = [];
    await answerLabels(4, stacks, (reply) => replies.push(reply))(signal, turn);
    return replies;
  };

  test('tells labels, and what throws as a failure', async () => {
    const { signal } = new AbortController();
    expect((await answer([STACK], signal)).map(({ type }) => type)).toEqual(['labelled']);
    expect(await answer([BROKEN], signal)).toEqual([
      { type: 'label-failed', runId: 4, error: { code: 'label-failed', detail: expect.any(String) } },
    ]);
  });

  test('tells nothing once it was dropped', async () => {
    const controller = new AbortController();
    const drop = (): Promise<void> => {
      controller.abort();
      return Promise.reject(controller.signal.reason);
    };
    expect(await answer([STACK], controller.signal, drop)).toEqual([]);
    expect(await answer([BROKEN], controller.signal)).toEqual([]);
  });
});
