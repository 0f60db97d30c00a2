import { expect, test } from 'vitest';
import { stackOf } from '../../core/stack.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { Token } from '../../core/tokens.ts';
import { makeRun } from '../testing/runs.ts';
import { askedByPage } from './asked.ts';

const tokensOf = (texts: readonly string[]): readonly Token[] =>
  texts.map((text, position) => {
    return {
      position,
      id: position,
      piece: text,
      text,
      start: 3 * position,
      end: 3 * position + 3,
      special: false,
      segment: 0,
    };
  });

const IMAGE = { nPatchRows: 1, nPatchColumns: 2, nPrefix: 0, width: 2, height: 1, pixels: new Uint8ClampedArray(8) };
const PATCHES = tokensOf(['patch 0,0', 'patch 0,1']);
const TEXT = tokensOf(['the', ' cat', ' and', ' its', ' tail']);

test.each<[string, AttentionKind, readonly Token[], number]>([
  ['a picture the first patch', 'encoder', TEXT, 0],
  ['the text that a picture is held against a word', 'decoder', TEXT, 3],
  ['queries that look at a picture the first', 'cross', tokensOf(['query 0', 'query 1']), 0],
])('of %s is asked about', (_, kind, targetTokens, position) => {
  const sizes = { nLayers: 1, nHeads: 1, nQueries: 2, nKeys: 2, data: new Float32Array(4) };
  const run = { ...makeRun(1), image: IMAGE, tokens: PATCHES, targetTokens, attention: [{ kind, ...sizes }] };
  expect(askedByPage(run, stackOf(run, kind)!, 'query')).toBe(position);
});
