import { expect, test } from 'vitest';
import { isHeldAgainst } from './heldAgainst.ts';
import type { HeldAgainst } from './heldAgainst.ts';
import type { OwnStack } from './rowBasis.ts';

const LOADED = { status: 'ready' } as HeldAgainst['of'];
const run = (id: string, name: string) => ({ model: { id }, backend: { name } });
const held = (id = 'toy', name = 'wasm', layer: object = { kind: 'decoder', layer: 1, nHeads: 3 }) =>
  ({ against: { run: run(id, name), layer }, of: LOADED }) as HeldAgainst;
const STACK = { run: run('toy', 'wasm'), tensor: { kind: 'decoder', nHeads: 3 } } as Pick<OwnStack, 'run' | 'tensor'>;

test.each<[what: string, answer: HeldAgainst, is: boolean]>([
  ['the same layer', held(), true],
  ['the same model, loaded anew', { ...held(), of: { ...LOADED } as HeldAgainst['of'] }, false],
  ['another model', held('other'), false],
  ['another backend', held('toy', 'webgpu'), false],
  ['another layer', held('toy', 'wasm', { kind: 'decoder', layer: 2, nHeads: 3 }), false],
  ['another stack', held('toy', 'wasm', { kind: 'cross', layer: 1, nHeads: 3 }), false],
  ['other heads', held('toy', 'wasm', { kind: 'decoder', layer: 1, nHeads: 2 }), false],
])('an answer about %s', (_, answer, is) => {
  expect(isHeldAgainst(answer, LOADED, STACK, 1)).toBe(is);
});
