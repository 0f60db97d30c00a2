import { describe, expect, test } from 'vitest';
import { RUN_WITH_PARTS } from '../../core/recorded/testing/runWithParts.ts';
import type { ModelRun } from '../../core/run.ts';
import { runJsonParts } from '../../core/runJson.ts';
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
