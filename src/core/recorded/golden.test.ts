import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Token } from '../tokens.ts';
import { readRecorded } from './recordedRun.ts';
import { READ_TOOLS } from './testing/readTools.ts';

// The files and expected.json were written by numpy and safetensors: scripts/golden/recorded.py.

type Stack = { readonly kind: string; readonly dims: number[]; readonly data: number[]; readonly tolerance: number };
type Expected = {
  readonly stacks: readonly Stack[];
  readonly causal?: boolean;
  readonly beside?: string;
  readonly queryTokens?: string[];
  readonly keyTokens?: string[];
  readonly ids?: number[];
  readonly layerNumbers?: number[];
  readonly modelName?: string;
  readonly warning?: string;
};

const FIXTURES = join(import.meta.dirname, 'fixtures');
const EXPECTED: Record<string, Expected> = JSON.parse(readFileSync(join(FIXTURES, 'expected.json'), 'utf8'));

const numbers = (count: number) => Array.from({ length: count }, (_, position) => String(position));
const firstPlaces = (tokens: readonly Token[]) =>
  tokens.map(({ piece }) => tokens.findIndex((token) => token.piece === piece));
const load = (name: string) => ({ name, bytes: new Uint8Array(readFileSync(join(FIXTURES, name))) });

describe('a file that Python wrote is read back', () => {
  test.each(Object.entries(EXPECTED))('%s', async (name, expected) => {
    const files = [load(name), ...(expected.beside ? [load(expected.beside)] : [])];
    const read = await readRecorded(files, READ_TOOLS);
    expect(read.attention.map(({ kind }) => kind)).toEqual(expected.stacks.map(({ kind }) => kind));
    for (const [i, stack] of expected.stacks.entries()) {
      const { nLayers, nHeads, nQueries, nKeys, data } = read.attention[i]!;
      expect([nLayers, nHeads, nQueries, nKeys]).toEqual(stack.dims);
      // Most are read to the last bit: their tolerance is 0.
      const errors = data.map((weight, at) => Math.abs(weight - stack.data[at]!));
      expect(errors).toHaveLength(stack.data.length);
      expect(Math.max(...errors)).toBeLessThanOrEqual(stack.tolerance);
    }
    expect(read.isCausal).toBe(expected.causal ?? false);
    const [main] = expected.stacks;
    expect(read.queryTokens.map(({ piece }) => piece)).toEqual(expected.queryTokens ?? numbers(main!.dims[2]!));
    expect(read.keyTokens.map(({ piece }) => piece)).toEqual(expected.keyTokens ?? numbers(main!.dims[3]!));
    expect(read.queryTokens.map(({ id }) => id)).toEqual(expected.ids ?? firstPlaces(read.queryTokens));
    const ownNumbers = expected.stacks.map(({ dims }) => Array.from({ length: dims[0]! }, (_, layer) => layer));
    expect(read.layerNumbers).toEqual(expected.layerNumbers ? [expected.layerNumbers] : ownNumbers);
    expect(read.modelName).toBe(expected.modelName ?? name.replace(/\.[a-z]+$/, ''));
    const wanted = [...(expected.warning ? [expected.warning] : []), ...(expected.queryTokens ? [] : ['were given'])];
    const cross = expected.stacks[0]!.kind === 'cross' && !expected.queryTokens ? ['No key tokens'] : [];
    expect(read.warnings).toEqual([...wanted, ...cross].map((part) => expect.stringContaining(part)));
  });

  test('every file of the folder is accounted for', () => {
    const known = [...Object.keys(EXPECTED), 'expected.json', 'objects.npz', 'cross.tokens.json'];
    expect(readdirSync(FIXTURES).toSorted()).toEqual(known.toSorted());
  });

  test('and self-attention has one list of tokens for both axes, encoder-decoder attention two', async () => {
    const self = await readRecorded([load('stored.npz')], READ_TOOLS);
    expect(self.keyTokens).toBe(self.queryTokens);
    expect(self.queryTokens.map(({ text, special }) => [text, special])).toEqual([
      ['[CLS]', true],
      ['the', false],
      ['mill', false],
      ['er', false],
      ['smiled', false],
      ['café', false],
      ['[SEP]', true],
    ]);
    expect(self.queryText).toBe('the miller smiled café');
    const both = await readRecorded([load('encoder-decoder.npz')], READ_TOOLS);
    expect([both.queryText, both.keyText]).toEqual([' Ein Hund bellt.\u{1f415}', ' A dog barks']);
  });
});

test('pickled objects that numpy wrote are refused, with the way out', async () => {
  await expect(readRecorded([load('objects.npz')], READ_TOOLS)).rejects.toMatchObject({
    code: 'bad-recording',
    detail: expect.stringMatching(/allow_pickle.*dtype=str/),
  });
});
