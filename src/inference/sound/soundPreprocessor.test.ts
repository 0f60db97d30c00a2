import { describe, expect, test } from 'vitest';
import type { GraphInput } from '../surgery/graphInput.ts';
import { readSoundPreprocessor } from './soundPreprocessor.ts';

const input = (name: string, dims: GraphInput['dims']): GraphInput => ({ name, elementType: 'float32', dims });

describe('how a sound is prepared', () => {
  test.each([
    ['samples are evened out where no file says', {}, input('x', ['b', 'n']), 'evened', null],
    ['but not where the file says so', { do_normalize: false }, input('input_values', ['b', 'n']), 'evened', null],
    [
      "Moonshine's are taken as they are",
      { feature_extractor_type: 'MoonshineFeatureExtractor' },
      input('input_values', ['b', 'n']),
      'samples',
      null,
    ],
    ['as many as the graph fixes', {}, input('input_values', [1, 8000]), 'evened', 8000],
    ['three axes are a spectrogram of Whisper', {}, input('input_features', ['b', 80, 3000]), 'whisper', 480_000],
    ['or one of AST, by its name', {}, input('input_values', ['b', 1024, 128]), 'ast', 163_840],
  ])('%s', (_, json, given, kind, nFixed) => {
    expect(readSoundPreprocessor(json, given)).toMatchObject({ kind, nFixed, rate: 16_000 });
  });

  test('sizes of the file are taken, and those that the graph fixes go before them', () => {
    const json = {
      feature_extractor_type: 'WhisperFeatureExtractor',
      sampling_rate: 8000,
      feature_size: 80,
      hop_length: 320,
      nb_max_frames: 50,
      n_fft: 300,
    };
    const free = readSoundPreprocessor(json, input('x', ['b', 'c', 'n']));
    expect(free.fields).toMatchObject({ feature_size: 80, nb_max_frames: 50, n_fft: 300, n_samples: 16_000 });
    expect(free.rate).toBe(8000);
    const fixed = readSoundPreprocessor(json, input('x', ['b', 8, 25]));
    expect(fixed.fields).toMatchObject({ feature_size: 8, nb_max_frames: 25, n_samples: 8000 });
  });

  test('evening out is a field of the file', () => {
    expect(readSoundPreprocessor({}, undefined).fields).toMatchObject({ do_normalize: true });
    expect(readSoundPreprocessor({ do_normalize: false }, undefined).fields).toMatchObject({ do_normalize: false });
  });

  test('features that nobody here makes are refused by name', () => {
    const json = { feature_extractor_type: 'ClapFeatureExtractor' };
    expect(() => readSoundPreprocessor(json, undefined)).toThrow(/ClapFeatureExtractor.*what can be made is/);
  });
});
