import { expect, test } from 'vitest';
import { readModel } from './model.ts';
import { freshNames } from './names.ts';
import { applyPatch, withRename } from './patch.ts';
import type { NodePatch } from './patch.ts';
import { sameLengthName } from './rename.ts';
import type { Rename } from './rename.ts';
import { tinyModel } from './testing/tinyModel.ts';

const rename = (inputs: Record<string, string>, outputs: Record<string, string> = {}): Rename => ({
  kind: 'rename',
  inputs: new Map(Object.entries(inputs)),
  outputs: new Map(Object.entries(outputs)),
});

/** a -> Exp -> p -> Neg -> out */
const model = () =>
  tinyModel({
    inputs: { a: [2, 3] },
    outputs: ['out'],
    nodes: [
      { op: 'Exp', in: ['a'], out: ['p'] },
      { op: 'Neg', in: ['p'], out: ['out'] },
    ],
  });

const edges = (bytes: Uint8Array) =>
  readModel(bytes).graph.nodes.map(({ inputs, outputs }) => [...inputs, '', ...outputs]);

test('a name of the same length is free, and of as many bytes', () => {
  const { graph } = readModel(model());
  const fresh = freshNames(graph);
  const first = sameLengthName('p', fresh);
  const second = sameLengthName('p', fresh);
  expect(first).toHaveLength(1);
  expect(second).toHaveLength(1);
  expect(new Set([first, second, 'p', 'a']).size).toBe(4);
  const accented = sameLengthName('poids_é', fresh);
  expect(new TextEncoder().encode(accented)).toHaveLength(8);
  expect(accented).not.toBe('poids_é');
});

test('where no name of the same length is left, a longer one is found', () => {
  const { graph } = readModel(model());
  const fresh = freshNames(graph);
  const names = Array.from({ length: 90 }, () => sameLengthName('p', fresh));
  expect(new Set(names).size).toBe(90);
  expect(names.at(-1)!.length).toBeGreaterThan(1);
});

test('names of equal length are written over, and no byte moves', () => {
  const bytes = model();
  const renamed = applyPatch(bytes, { nodes: new Map([[1, rename({ p: 'q' })]]), records: [] });
  expect(edges(renamed)).toEqual([
    ['a', '', 'p'],
    ['q', '', 'out'],
  ]);
  expect(renamed).toHaveLength(bytes.length);
  expect([...renamed].filter((byte, at) => byte !== bytes[at])).toEqual(['q'.charCodeAt(0)]);
  // Memory of its own: what was handed in may be somebody else's.
  expect(edges(bytes)[1]).toEqual(['p', '', 'out']);
});

test('a name of another length makes the node anew', () => {
  const bytes = model();
  const renamed = applyPatch(bytes, { nodes: new Map([[0, rename({}, { p: 'longer' })]]), records: [] });
  expect(edges(renamed)).toEqual([
    ['a', '', 'longer'],
    ['p', '', 'out'],
  ]);
  expect(renamed).toHaveLength(bytes.length + 5);
});

test('names are changed on top of what else becomes of a node', () => {
  const extend: NodePatch = { kind: 'extend', outputs: ['o', '', 'weights'] };
  expect(withRename(extend, rename({}, { o: 'x' }))).toMatchObject({ outputs: ['x', '', 'weights'] });
  const replace: NodePatch = { kind: 'replace', by: [{ op: 'Neg', in: ['o'], out: ['o2'] }] };
  expect(withRename(replace, rename({}, { o2: 'x' }))).toMatchObject({ by: [{ in: ['o'], out: ['x'] }] });
  const both = withRename(rename({ p: 'q' }), rename({}, { o: 'x' }));
  expect(both).toEqual(rename({ p: 'q' }, { o: 'x' }));
  expect(() => withRename(extend, rename({ p: 'q' }))).toThrow(RangeError);
});
