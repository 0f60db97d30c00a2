import { describe, expect, test } from 'vitest';
import { prepareSound } from './prepareSound.ts';
import { soundPicture } from './soundPicture.ts';
import { readSoundPreprocessor } from './soundPreprocessor.ts';

const RATE = 16_000;
/** A tone of one pitch for the given seconds. */
const tone = (hertz: number, seconds: number): Float32Array =>
  Float32Array.from({ length: seconds * RATE }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / RATE));

describe('features', () => {
  test('samples that are evened out have a mean of 0 and a variance of 1', async () => {
    const samples = tone(300, 0.5).map((value) => 0.2 * value + 0.3);
    const { features, nSamples } = await prepareSound(samples, readSoundPreprocessor({}, undefined));
    expect([features.dims, nSamples]).toEqual([[1, 8000], 8000]);
    const mean = features.data.reduce((sum, value) => sum + value, 0) / 8000;
    const variance = features.data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 8000;
    expect(mean).toBeCloseTo(0, 4);
    expect(variance).toBeCloseTo(1, 3);
  });

  test.each([
    [{ feature_extractor_type: 'WhisperFeatureExtractor', feature_size: 20, nb_max_frames: 100 }, [1, 20, 100], 16_000],
    [{ feature_extractor_type: 'ASTFeatureExtractor', num_mel_bins: 24, max_length: 60 }, [1, 60, 24], 9600],
  ] as const)('%j: a spectrogram of its fixed size, whatever is given', async (json, dims, n) => {
    for (const seconds of [0.3, 1.5]) {
      const { features, nSamples, picture } = await prepareSound(
        tone(440, seconds),
        readSoundPreprocessor(json, undefined),
      );
      expect([features.dims, nSamples]).toEqual([dims, n]);
      expect(features.data.every(Number.isFinite)).toBe(true);
      expect(picture.levels).toHaveLength(dims[1] * dims[2]);
    }
  });

  test('a higher tone lies higher on the picture, in every form', async () => {
    for (const feature_extractor_type of ['Wav2Vec2', 'Whisper', 'AST'].map((name) => `${name}FeatureExtractor`)) {
      const how = readSoundPreprocessor({ feature_extractor_type }, undefined);
      const loudest = async (hertz: number): Promise<number> => {
        const { picture } = await prepareSound(tone(hertz, 1), how);
        const column = Array.from({ length: picture.nBins }, (_, bin) => picture.levels[bin * picture.nColumns + 20]!);
        return column.indexOf(Math.max(...column));
      };
      expect(await loudest(2000)).toBeGreaterThan(await loudest(400));
    }
  });
});

test('of columns that are put together the loudest is kept, from the faintest place at 0 to the loudest at 255', () => {
  const picture = soundPicture(2, 1200, (bin, frame) => (bin === 1 && frame === 601 ? 3 : bin));
  expect([picture.nBins, picture.nColumns]).toEqual([2, 600]);
  expect([picture.levels[300], picture.levels[600 + 299], picture.levels[600 + 300]]).toEqual([0, 85, 255]);
});
