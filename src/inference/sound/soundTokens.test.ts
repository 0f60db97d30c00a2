import { describe, expect, test } from 'vitest';
import { readConfig } from '../sources/modelConfig.ts';
import { readSoundPreprocessor } from './soundPreprocessor.ts';
import { soundPlaces, soundTokens } from './soundTokens.ts';

const CONFIG = readConfig({});
const SAMPLES = readSoundPreprocessor({ feature_extractor_type: 'Wav2Vec2FeatureExtractor' }, undefined);
const texts = (tokens: readonly { readonly text: string }[]) => tokens.map(({ text }) => text);

describe('time from one token to the next', () => {
  test('is the product of the strides that config.json names: convolutions lose the last moments', () => {
    const config = readConfig({ conv_stride: [5, 2, 2, 2, 2, 2, 2] });
    // wav2vec2-base makes 49 tokens of a second, each 20 ms after the one before.
    expect(soundPlaces(49, 16_000, SAMPLES, config)).toEqual({ nPrefix: 0, nBands: 1, nSteps: 49, stepSeconds: 0.02 });
  });

  test('is the length of the sound by the number of tokens where no file says, or says what does not fit', () => {
    expect(soundPlaces(40, 16_000, SAMPLES, CONFIG).stepSeconds).toBe(0.025);
    expect(soundPlaces(40, 16_000, SAMPLES, readConfig({ conv_stride: [5, 2] })).stepSeconds).toBe(0.025);
  });
});

test('tokens are called after the second at which they begin; silence that was added is special', () => {
  const tokens = soundTokens({ nPrefix: 0, nBands: 1, nSteps: 4, stepSeconds: 0.08 }, 0.2);
  expect(texts(tokens)).toEqual(['0.00 s', '0.08 s', '0.16 s', '0.24 s, silence']);
  expect(tokens.map(({ special }) => special)).toEqual([false, false, false, true]);
});

test('steps below a hundredth of a second have three decimals: no two have one name', () => {
  expect(texts(soundTokens({ nPrefix: 0, nBands: 1, nSteps: 3, stepSeconds: 0.004 }, 1))).toEqual([
    '0.000 s',
    '0.004 s',
    '0.008 s',
  ]);
});

describe('patches of a spectrogram', () => {
  const fields = { feature_extractor_type: 'ASTFeatureExtractor', max_length: 40, num_mel_bins: 24 };
  const how = readSoundPreprocessor(fields, undefined);
  const config = readConfig({ patch_size: 8, time_stride: 6, frequency_stride: 5 });

  test('overlap, and stand band by band, the lowest first, behind [CLS] and [DIST]', () => {
    // (40 - 8) / 6 and (24 - 8) / 5, whole parts, and one more each: 6 steps in 4 bands.
    const places = soundPlaces(26, 6400, how, config);
    expect(places).toEqual({ nPrefix: 2, nBands: 4, nSteps: 6, stepSeconds: 0.06 });
    const named = texts(soundTokens(places, 0.4));
    expect([named[0], named[1], named[2], named[6], named[14], named[25]]).toEqual([
      '[CLS]',
      '[DIST]',
      '0.00 s b0',
      '0.24 s b0',
      '0.00 s b2',
      '0.30 s b3',
    ]);
  });

  test('that make no grid are refused, not guessed', () => {
    expect(() => soundPlaces(29, 6400, how, config)).toThrow(/29 tokens are no grid of patches of 8 x 8/);
  });
});
