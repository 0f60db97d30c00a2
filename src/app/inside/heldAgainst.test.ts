import { expect, test } from 'vitest';
import { isHeldAgainst } from './heldAgainst.ts';

const LOADED = { status: 'ready' };
const LAYER = { kind: 'decoder', layer: 1, nHeads: 3 } as const;
const RUN = { model: { id: 'toy' }, backend: { name: 'wasm' } } as const;
const held = { against: { run: RUN, layer: LAYER }, of: LOADED };
type Held = Parameters<typeof isHeldAgainst>[0];

test.each<[what: string, answer: Held, is: boolean]>([
  ['the same layer', held, true],
  ['the same model, loaded anew', { ...held, of: { ...LOADED } }, false],
  ['another model', { ...held, against: { run: { ...RUN, model: { id: 'other' } }, layer: LAYER } }, false],
  ['another backend', { ...held, against: { run: { ...RUN, backend: { name: 'webgpu' } }, layer: LAYER } }, false],
  ['another layer', { ...held, against: { run: RUN, layer: { ...LAYER, layer: 2 } } }, false],
  ['another stack', { ...held, against: { run: RUN, layer: { ...LAYER, kind: 'cross' } } }, false],
  ['other heads', { ...held, against: { run: RUN, layer: { ...LAYER, nHeads: 2 } } }, false],
])('an answer about %s', (_, answer, is) => {
  expect(isHeldAgainst(answer, LOADED, { run: RUN, tensor: LAYER }, 1)).toBe(is);
});
