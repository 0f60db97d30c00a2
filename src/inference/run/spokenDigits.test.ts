import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { readNpz } from '../surgery/testing/npz.ts';
import { preprocessorOf } from '../inputs/sound.ts';
import { prepareSound } from '../sound/prepareSound.ts';
import { modelFile } from '../testing/shippedModels.ts';
import { startShipped } from '../testing/startShipped.ts';
import { runInput } from './runInput.ts';

const DIGITS = 'zero one two three four five six seven eight nine'.split(' ');
const model = await startShipped('spoken-digits');
afterAll(() => model.session.release());

/** The samples of a WAV file of one channel and 16 bits. */
function samplesOf(digit: string): Float32Array {
  const bytes = modelFile('spoken-digits', `samples/${digit}.wav`);
  return Float32Array.from({ length: (bytes.length - 44) / 2 }, (_, at) => bytes.readInt16LE(44 + 2 * at) / 2 ** 15);
}

test('the features that the page makes of a sound are those that the model was trained on', async () => {
  const arrays = readNpz(modelFile('spoken-digits', 'reference.npz'));
  const truth = arrays.get('input_values')!;
  const samples = Float32Array.from(arrays.get('samples')!.data, Number);
  // The sound ends before the model has heard all it can: the rest is filled up as in training.
  expect(samples.length / 160).toBeLessThan(truth.dims[1]!);
  const { features } = await prepareSound(samples, preprocessorOf(model.prepared));
  expect(features.dims).toEqual(truth.dims);
  const far = features.data.map((value, at) => Math.abs(value - Number(truth.data[at])));
  expect(Math.max(...far)).toBeLessThan(1e-3);
});

describe('of voices that it has not heard', () => {
  test.each(DIGITS)('“%s” is named', async (digit) => {
    const input = { kind: 'sound', name: digit, rate: 16_000, samples: samplesOf(digit) } as const;
    const { run } = await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal);
    const best = run.classes!.toSorted((a, b) => b.probability - a.probability)[0]!;
    expect(best.name).toBe(digit);
    expect(run.tokens).toHaveLength(2 + 4 * 14);
    expect(run.tokens.slice(0, 3).map(({ text }) => text)).toEqual(['[CLS]', '[DIST]', '0.00 s b0']);
  });
});

test('its samples are listed by what is said', () => {
  const list = JSON.parse(readFileSync(new URL('../../../models/spoken-digits/samples.json', import.meta.url), 'utf8'));
  expect(list.sounds.map(({ label }: { label: string }) => label)).toEqual(DIGITS);
});
