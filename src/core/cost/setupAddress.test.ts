import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setupOf } from './setup.ts';
import { formatSetup, parseSetup } from './setupAddress.ts';
import { anySetup } from './testing/anySetup.ts';
import { WORKED_SHAPES } from './workedShapes.ts';

const GPT2 = setupOf('gpt2', WORKED_SHAPES.gpt2);
/** Nothing equals anything else. */
const MODEL = setupOf('model', {
  d: 5,
  nHeads: 6,
  nKeyHeads: 2,
  dK: 7,
  nTokens: 11,
  nLayers: 8,
  hasBiases: true,
  bytes: 2,
});

describe('a comparison in a link', () => {
  test('is short where it is that of a layer that is worked out', () => {
    expect(formatSetup(GPT2)).toBe('gpt2');
    expect(parseSetup('gpt2')).toEqual(GPT2);
    const other = { ...GPT2, nHeads: 16, fixed: { ...GPT2.fixed, nTokens: 512, hasBiases: false } };
    expect(formatSetup(other)).toBe('gpt2.h16.t512.bias0');
    expect(parseSetup('gpt2.h16.t512.bias0')).toEqual(other);
  });

  test('is read as it was written', () => {
    fc.assert(
      fc.property(anySetup, (setup) => {
        expect(parseSetup(formatSetup(setup))).toEqual(setup);
      }),
    );
  });

  test('has all sizes of the model on screen, which a link is read before', () => {
    const each = { ...MODEL, fixed: { ...MODEL.fixed, kept: 'each' as const } };
    expect(formatSetup(each)).toBe('model.h6.d5.w42.k7.s3.t11.l8.b2.bias1.each1');
    expect(parseSetup(formatSetup(each))).toEqual(each);
  });

  test.each([
    '',
    'model',
    'model.h6',
    'gpt3',
    'gpt2.',
    'gpt2.h0',
    'gpt2.h1025',
    'gpt2.h1.5',
    'gpt2.h-1',
    'gpt2.x3',
    'gpt2.b3',
    'gpt2.bias2',
    'gpt2.t9999999',
    'gpt2.constructor1',
  ])('"%s" is none', (text) => {
    expect(parseSetup(text)).toBeNull();
  });
});
