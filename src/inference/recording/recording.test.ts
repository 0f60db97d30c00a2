import { describe, expect, test } from 'vitest';
import { RUN_WITH_PARTS } from '../../core/recorded/testing/runWithParts.ts';
import type { ModelRun } from '../../core/run.ts';
import { runJsonParts } from '../../core/runJson.ts';
import { stackOf, stageNumber } from '../../core/stack.ts';
import { atOnce } from '../../core/slices.ts';
import type { AttentionKind, AttentionTensor } from '../../core/tensor.ts';
import type { Token } from '../../core/tokens.ts';
import { openRecording } from './recording.ts';

/** Even weights, in one layer of one head. */
function stack(kind: AttentionKind, nQueries: number, nKeys: number): AttentionTensor {
  const data = Float32Array.from({ length: nQueries * nKeys }, () => 1 / nKeys);
  return { kind, nLayers: 1, nHeads: 1, nQueries, nKeys, data };
}

const named = (word: string, n: number): readonly Token[] =>
  Array.from({ length: n }, (_, position) => {
    const text = `${word}${position}`;
    return { position, id: position, piece: text, text, start: 0, end: 0, special: false, segment: 0 };
  });

type Tokens = Pick<ModelRun, 'tokens' | 'targetTokens'> & { readonly keyTokens?: readonly Token[] };

async function openedRun(files: Readonly<Record<string, unknown>>): Promise<Tokens> {
  const blobs = Object.entries(files).map(([path, value]) => ({ path, blob: new Blob([JSON.stringify(value)]) }));
  const opened = await openRecording({ from: 'recording', id: 'r', name: 'R', files: blobs }, atOnce);
  const { tokens, targetTokens, keyTokens } = await opened.makeRun(1, atOnce);
  return { tokens, targetTokens, ...(keyTokens && { keyTokens }) };
}

describe('whose tokens the rows and columns of an exported run are stays as it was', () => {
  const four = named('a', 4);
  const three = named('b', 3);
  test.each<[string, Tokens, readonly AttentionTensor[]]>([
    ['one sequence', { tokens: four, targetTokens: null }, [stack('encoder', 4, 4)]],
    [
      'patches and a text that two towers read',
      { tokens: four, targetTokens: three },
      [stack('encoder', 4, 4), stack('decoder', 3, 3)],
    ],
    [
      'a source and a target',
      { tokens: four, targetTokens: three },
      [stack('encoder', 4, 4), stack('decoder', 3, 3), stack('cross', 3, 4)],
    ],
    [
      'a source and a target of the cross-attention alone',
      { tokens: four, targetTokens: three },
      [stack('cross', 3, 4)],
    ],
    [
      'a sink',
      { tokens: four, targetTokens: null, keyTokens: [...four, ...named('sink', 5).slice(4)] },
      [stack('decoder', 4, 5)],
    ],
    [
      'patches and their regions',
      { tokens: four, targetTokens: null, keyTokens: named('r', 2) },
      [stack('encoder', 4, 2)],
    ],
  ])('%s', async (_, wanted, attention) => {
    const run: ModelRun = { ...RUN_WITH_PARTS, logits: null, pair: null, ...wanted, attention };
    expect(await openedRun({ 'run.json': JSON.parse([...runJsonParts(run, [])].join('')) })).toEqual(wanted);
  });
});

test('arrays of an encoder and of a decoder are a source and a target, with and without cross-attention', async () => {
  const even = (nQueries: number, nKeys: number) => [
    [Array.from({ length: nQueries }, () => Array.from({ length: nKeys }, () => 1 / nKeys))],
  ];
  const own = { encoder_attentions: even(4, 4), decoder_attentions: even(3, 3) };
  for (const arrays of [own, { ...own, cross_attentions: even(3, 4) }]) {
    const { tokens, targetTokens, ...rest } = await openedRun({ 'r.json': arrays });
    expect([tokens.length, targetTokens?.length, rest]).toEqual([4, 3, {}]);
  }
});

describe('further stages of a pyramid', () => {
  const patches = named('patch ', 4);
  const [seen, regions] = [named('part ', 6), named('region ', 2)];
  const first = stack('encoder', 4, 4);
  const second: AttentionTensor = { ...stack('stage2', 6, 2), layerNumbers: [3] };
  const image = { nPatchRows: 2, nPatchColumns: 2, nPrefix: 0, width: 4, height: 4, pixels: new Uint8ClampedArray(64) };
  const stage = { kind: 'stage2', queryTokens: seen, keyTokens: regions, query: null, key: null } as const;
  const saved = {
    ...RUN_WITH_PARTS,
    tokens: patches,
    targetTokens: null,
    attention: [first, second],
    image: { ...image, stages: [stage] },
  };

  async function reopened(run: ModelRun, change: (file: Record<string, unknown>) => void = () => {}) {
    const file: Record<string, unknown> = JSON.parse([...runJsonParts(run, [])].join(''));
    change(file);
    const files = [{ path: 'run.json', blob: new Blob([JSON.stringify(file)]) }];
    const opened = await openRecording({ from: 'recording', id: 'r', name: 'R', files }, atOnce);
    return { run: await opened.makeRun(1, atOnce), notices: opened.notices };
  }

  test('are shown again from a saved run, and from one that was saved of it', async () => {
    const { run, notices } = await reopened(saved);
    expect(notices).toEqual([]);
    expect(run.attention.map(({ kind, layerNumbers }) => [kind, layerNumbers])).toEqual([
      ['encoder', undefined],
      ['stage2', [3]],
    ]);
    for (const each of [run, (await reopened(run)).run]) {
      const shown = stackOf(each, 'stage2')!;
      expect([...shown.tensor.data]).toEqual([...second.data]);
      expect(shown.queryTokens.map(({ text }) => text)).toEqual(seen.map(({ text }) => text));
      expect(shown.keyTokens.map(({ text }) => text)).toEqual(regions.map(({ text }) => text));
      expect([stageNumber(each, 'stage2'), stageNumber(each, 'encoder')]).toEqual([2, 1]);
    }
  });

  test.each<[string, (stages: Record<string, unknown>[]) => unknown]>([
    [
      'are of a kind that is none',
      ([one]) => [{ ...one, attention: { ...Object(one!['attention']), kind: 'stage9' } }],
    ],
    ['lack a token', ([one]) => [{ ...one, keyTokens: [] }]],
    ['hold no attention', ([one]) => [{ ...one, attention: 'no' }]],
    ['are twice of one kind', ([one]) => [one, one]],
    ['are no list', () => 'no'],
  ])('are left out, and that is told, where they %s', async (_, broken) => {
    const { run, notices } = await reopened(saved, (file) => {
      file['stages'] = broken(Object(file['stages']));
    });
    expect(run.attention.map(({ kind }) => kind)).toEqual(['encoder']);
    expect(run.stages).toBeUndefined();
    expect(notices).toMatchObject([{ detail: expect.stringContaining('further stages') }]);
  });
});
