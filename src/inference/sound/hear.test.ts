import { expect, test } from 'vitest';
import { readConfig } from '../sources/modelConfig.ts';
import { hear } from './hear.ts';
import { readSoundPreprocessor } from './soundPreprocessor.ts';

const RATE = 16_000;
const HOW = readSoundPreprocessor({ feature_extractor_type: 'Wav2Vec2FeatureExtractor' }, undefined);
const tone = (hertz: number): Float32Array =>
  Float32Array.from({ length: RATE / 4 }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / RATE));
const given = (samples: Float32Array) => ({ name: 'tone.wav', rate: RATE, samples });
const LAYERS = [{ layer: 0, kind: 'encoder', dims: [1, 1, 12, 12], data: new Float32Array(144) }] as const;

test('the same samples are the same feed, whoever holds them; others, and another model, have their own', async () => {
  const config = readConfig({});
  const first = await hear(HOW, config, undefined, given(tone(300)));
  const again = await hear(HOW, config, undefined, given(tone(300)));
  expect(again.feed).toBe(first.feed);
  const other = await hear(HOW, config, undefined, given(tone(301)));
  expect(other.feed).not.toBe(first.feed);
  expect((await hear(HOW, readConfig({}), undefined, given(tone(301)))).feed).not.toBe(other.feed);
});

test('each run has a picture of its own, since runs are handed over', async () => {
  const config = readConfig({});
  const heard = await hear(HOW, config, undefined, given(tone(300)));
  const [one, other] = [heard.words(LAYERS), heard.words(LAYERS)];
  structuredClone(one.sound.picture.levels, { transfer: [one.sound.picture.levels.buffer] });
  expect(other.sound.picture.levels.some((level) => level > 0)).toBe(true);
  const again = await hear(HOW, config, undefined, given(tone(300)));
  expect(again.words(LAYERS).sound.picture.levels).toEqual(other.sound.picture.levels);
});
