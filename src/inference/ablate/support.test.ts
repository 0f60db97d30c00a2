import { describe, expect, test } from 'vitest';
import type { AttentionKind } from '../../core/tensor.ts';
import type { SiteSupport } from '../runtime/interventions.ts';
import type { LayerPlan } from '../run/layerPlan.ts';
import { createTokenizer } from '../tokenizer/tokenizer.ts';
import type { ModelTokenizer } from '../tokenizer/tokenizer.ts';
import { modelFile } from '../testing/shippedModels.ts';
import type { ShippedModel } from '../testing/shippedModels.ts';
import { hideTokens, maskIdOf } from './hideTokens.ts';
import { describeSupport, objectiveOf } from './support.ts';

const ABLE: SiteSupport = {
  canScale: true,
  canReplacePattern: true,
  canAddContext: true,
  canReadContext: true,
  why: null,
};
const FUSED: SiteSupport = { ...ABLE, canReplacePattern: false, why: 'a fused operator' };

const planOf = (...kinds: (AttentionKind | null)[]): LayerPlan => ({
  places: kinds.map((kind, layer) => kind && { kind, layer }),
  notShown: [],
});

function tokenizerOf(id: ShippedModel): ModelTokenizer {
  const json = (name: string): unknown => JSON.parse(modelFile(id, name).toString());
  return createTokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
}

describe('describeSupport', () => {
  test('a mode is there if every shown layer allows it, and the reason is told once', () => {
    const plan = planOf('decoder', 'decoder', 'decoder');
    expect(describeSupport([ABLE, FUSED, FUSED], plan, 'next-token', 'reference-sentences')).toEqual({
      limits: 'a fused operator',
      modes: ['zero', 'mean'],
      objective: 'next-token',
      meanOver: 'reference-sentences',
    });
  });

  test('a layer that is not shown limits nothing', () => {
    const { limits, modes } = describeSupport([ABLE, FUSED], planOf('encoder', null), 'output', 'own-positions');
    expect(limits).toBeNull();
    expect(modes).toEqual(['zero', 'mean', 'flat', 'ideal', 'shared']);
  });
});

describe('objectiveOf', () => {
  const bert = tokenizerOf('bookworm-bert');

  test.each([
    ['causal with scores', true, ['decoder'], true, null, 'next-token'],
    ['the decoder of two stacks', false, ['encoder', 'decoder', 'cross'], true, null, 'next-token'],
    ['both ways with a mask', false, ['encoder'], true, bert, 'masked-token'],
    ['both ways without a tokenizer', false, ['encoder'], true, null, 'output'],
    ['both ways without a mask', false, ['encoder'], true, tokenizerOf('bookworm-gpt'), 'output'],
    ['causal without scores', true, ['decoder'], false, null, 'output'],
  ] as const)('%s', (_, isCausal, kinds, hasLogits, tokenizer, objective) => {
    expect(objectiveOf({ isCausal }, planOf(...kinds), hasLogits, tokenizer, false)).toBe(objective);
  });

  test('whatever names a class for the whole input is measured on that', () => {
    expect(objectiveOf({ isCausal: true }, planOf('encoder'), false, bert, true)).toBe('class');
  });
});

test('the mask is found by its name, and hides the positions that are named', () => {
  const bert = tokenizerOf('bookworm-bert');
  const id = maskIdOf(bert)!;
  expect(bert.pieceText(id)).toBe('[MASK]');
  const sequence = { ids: [7, 8, 9], typeIds: [0, 0, 1] };
  expect(hideTokens(sequence, [0, 2], id)).toEqual({ ids: [id, 8, id], typeIds: [0, 0, 1] });
  expect(sequence.ids).toEqual([7, 8, 9]);
});
