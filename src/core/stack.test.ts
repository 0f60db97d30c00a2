import { describe, expect, test } from 'vitest';
import type { ModelRun } from './run.ts';
import { patchAxes } from './patchAxes.ts';
import { stackKinds, stackOf, stageNumber } from './stack.ts';
import type { AttentionKind, AttentionTensor } from './tensor.ts';
import type { Token } from './tokens.ts';

const tokens = (...words: string[]): Token[] =>
  words.map((text, position) => ({
    position,
    id: position,
    piece: text,
    text,
    start: 0,
    end: 0,
    special: false,
    segment: 0,
  }));

const tensor = (kind: AttentionKind, nQueries: number, nKeys: number): AttentionTensor => ({
  kind,
  nLayers: 1,
  nHeads: 2,
  nQueries,
  nKeys,
  data: new Float32Array(2 * nQueries * nKeys),
});

const SOURCE = tokens('a', 'b', 'c', 'd', 'e');
const TARGET = tokens('x', 'y', 'z');

function makeRun(change: Partial<ModelRun>, isCausal: boolean): ModelRun {
  return {
    runId: 1,
    model: {
      id: 'm',
      name: 'M',
      type: 't',
      nLayers: 1,
      nHeads: 2,
      dModel: null,
      isCausal,
      maxTokens: 9,
      precision: 'fp32',
      takesPair: false,
      takes: 'text',
    },
    backend: { name: 'wasm', threads: 1, adapter: null, isSoftware: false },
    text: '',
    pair: null,
    tokens: SOURCE,
    targetTokens: null,
    image: null,
    cut: null,
    attention: [],
    logits: null,
    rowSumError: 0,
    forwardMs: 0,
    ...change,
  };
}

describe('the stacks of a run', () => {
  const translation = makeRun(
    { targetTokens: TARGET, attention: [tensor('encoder', 5, 5), tensor('decoder', 3, 3), tensor('cross', 3, 5)] },
    false,
  );

  test('an encoder-decoder model reads the source in its encoder and the target in its decoder', () => {
    expect(stackKinds(translation)).toEqual(['encoder', 'decoder', 'cross']);
    expect(stackOf(translation, 'encoder')).toMatchObject({ queryTokens: SOURCE, keyTokens: SOURCE, isCausal: false });
    expect(stackOf(translation, 'decoder')).toMatchObject({ queryTokens: TARGET, keyTokens: TARGET, isCausal: true });
    expect(stackOf(translation, 'cross')).toMatchObject({ queryTokens: TARGET, keyTokens: SOURCE, isCausal: false });
  });

  test.each(['encoder', 'decoder', 'cross'] as const)('names and matrix of %s have one size', (kind) => {
    const stack = stackOf(translation, kind);
    expect([stack?.queryTokens.length, stack?.keyTokens.length]).toEqual([stack?.tensor.nQueries, stack?.tensor.nKeys]);
  });

  test('the first stack stands in for one the run does not have, and for none chosen', () => {
    const gpt = makeRun({ attention: [tensor('decoder', 5, 5)] }, true);
    expect(stackOf(gpt, 'cross')?.tensor.kind).toBe('decoder');
    expect(stackOf(gpt, null)).toMatchObject({ queryTokens: SOURCE, keyTokens: SOURCE, isCausal: true });
    expect(stackOf(makeRun({}, true), null)).toBeNull();
  });

  test('a decoder that looks ahead after all has no cells that are not allowed', () => {
    const decoder = { ...tensor('decoder', 3, 3), looksAhead: true } as const;
    const run = makeRun({ targetTokens: TARGET, attention: [decoder] }, true);
    expect(stackOf(run, 'decoder')?.isCausal).toBe(false);
    expect(stackOf({ ...run, attention: [tensor('decoder', 3, 3)] }, 'decoder')?.isCausal).toBe(true);
  });

  test('a key added for a learned sink is a column of its own, and no future', () => {
    const keyTokens = [...SOURCE, ...tokens('(sink)')];
    const recorded = makeRun({ keyTokens, attention: [tensor('decoder', 5, 6)] }, true);
    expect(stackOf(recorded, null)).toMatchObject({ queryTokens: SOURCE, keyTokens, isCausal: false });
  });
});

test('a further stage of a pyramid has a grid and tokens of its own, and the encoder the number that is left', () => {
  const grid = (side: number) => ({ nPatchRows: side, nPatchColumns: side, nPrefix: 0 });
  const stage = {
    kind: 'stage1',
    queryTokens: tokens('p', 'q', 'r', 's'),
    keyTokens: tokens('t'),
    query: grid(2),
    key: grid(1),
  } as const;
  const image = { ...grid(1), width: 4, height: 4, pixels: new Uint8ClampedArray(64), stages: [stage] };
  const attention = [tensor('encoder', 1, 1), tensor('stage1', 4, 1)];
  const run = makeRun({ attention, tokens: tokens('all'), image }, false);
  expect(stackOf(run, 'stage1')).toMatchObject({ queryTokens: stage.queryTokens, keyTokens: stage.keyTokens });
  expect(patchAxes(image, 'stage1')).toEqual({ query: grid(2), key: grid(1) });
  expect(patchAxes(image, 'encoder').query).toMatchObject(grid(1));
  const kinds = ['encoder', 'stage1', 'cross'] as const;
  expect(kinds.map((kind) => stageNumber(run, kind))).toEqual([2, 1, null]);
  expect(kinds.map((kind) => stageNumber({ ...run, image: null }, kind))).toEqual([null, null, null]);
});
