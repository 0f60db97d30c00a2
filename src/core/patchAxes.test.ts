import { describe, expect, test } from 'vitest';
import { arePatches, pieceOf } from './patchAxes.ts';
import type { RunImage } from './run.ts';
import type { Stack } from './stack.ts';
import type { AttentionKind } from './tensor.ts';

const IMAGE: RunImage = {
  nPatchRows: 1,
  nPatchColumns: 2,
  nPrefix: 1,
  width: 2,
  height: 1,
  pixels: new Uint8ClampedArray(8),
};

function stack(kind: AttentionKind, queries: readonly string[], keys: readonly string[]): Stack {
  const tokensOf = (texts: readonly string[]): Stack['queryTokens'] =>
    texts.map((text, position) => {
      return { position, id: position, piece: text, text, start: 0, end: 0, special: false, segment: 0 };
    });
  const tensor = {
    kind,
    nLayers: 0,
    nHeads: 0,
    nQueries: queries.length,
    nKeys: keys.length,
    data: new Float32Array(),
  };
  return { tensor, queryTokens: tokensOf(queries), keyTokens: tokensOf(keys), isCausal: false };
}

const PATCHES = ['[CLS]', 'patch 0,0', 'patch 0,1'];
const LEARNED = ['query 0', 'query 1'];
const TEXT = ['a', ' query', ' of 3'];

describe('what tokens stand for', () => {
  test.each<[string, RunImage | null, Stack, string, string]>([
    ['a text', null, stack('decoder', TEXT, TEXT), 'word', 'word'],
    ['a text that looks at another', null, stack('cross', TEXT, TEXT), 'word', 'word'],
    ['a picture', IMAGE, stack('encoder', PATCHES, PATCHES), 'patch', 'patch'],
    ['queries that look at a picture', IMAGE, stack('cross', LEARNED, PATCHES), 'query', 'patch'],
    ['queries that look at each other', IMAGE, stack('decoder', LEARNED, LEARNED), 'query', 'query'],
    ['one query that gathers a picture', IMAGE, stack('cross', ['query'], PATCHES), 'query', 'patch'],
    ['the text that a picture is held against', IMAGE, stack('decoder', TEXT, TEXT), 'word', 'word'],
  ])('%s', (_, image, of, query, key) => {
    expect([pieceOf({ image }, of, 'query'), pieceOf({ image }, of, 'key')]).toEqual([query, key]);
    expect([arePatches(image, of, 'query'), arePatches(image, of, 'key')]).toEqual([
      query === 'patch',
      key === 'patch',
    ]);
  });
});

test.each<[AttentionKind, string, string]>([
  ['encoder', 'moment', 'moment'],
  ['cross', 'word', 'moment'],
  ['decoder', 'word', 'word'],
])('beside a sound, %s: queries are a %s, keys a %s', (kind, query, key) => {
  const picture = { nBins: 1, nColumns: 1, levels: new Uint8Array(1) };
  const places = { nPrefix: 0, nBands: 1, nSteps: 2, stepSeconds: 0.5 };
  const sound = { ...places, seconds: 1, givenSeconds: 1, wholeSeconds: 1, picture };
  const of = stack(kind, TEXT, TEXT);
  const run = { image: null, sound };
  expect([pieceOf(run, of, 'query'), pieceOf(run, of, 'key')]).toEqual([query, key]);
});
