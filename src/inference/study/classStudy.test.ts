import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ablation } from '../../core/ablation/ablation.ts';
import type { InputOf } from '../../core/modelInputs.ts';
import { ablateRun } from '../ablate/ablateRun.ts';
import { keepRun } from '../ablate/keptRun.ts';
import { createMeansStore } from '../means/meansStore.ts';
import { runInput } from '../run/runInput.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { Subject } from '../ablate/subject.ts';
import { fileFetch } from '../testing/shippedModels.ts';
import { startShipped } from '../testing/startShipped.ts';
import { measure } from './measure.ts';
import type { MeasureStep } from './measure.ts';

const SIDE = 28;
const { signal } = new AbortController();
const turn = async (): Promise<void> => {};

/** A bright bar from the top to the bottom, so many pixels wide. */
function bar(width: number, label: string | null): InputOf<'image'> {
  const pixels = new Uint8ClampedArray(4 * SIDE * SIDE).map((_, at) => {
    const column = (at >> 2) % SIDE;
    return at % 4 === 3 ? 255 : Math.abs(column - 13.5) < width / 2 ? 204 : 0;
  });
  return { kind: 'image', name: `bar ${width}`, ...(label !== null && { label }), width: SIDE, height: SIDE, pixels };
}

const off = (mode: Ablation['mode'], ...heads: readonly number[]): Ablation => {
  return { mode, heads: heads.map((head) => ({ kind: null, layer: 3, head, keep: 0 })) };
};
const ALL = [0, 1, 2, 3, 4, 5, 6, 7];
const VARIANTS = [off('zero', 2), off('mean', 2), off('zero', ...ALL)];

/** Whether a loss is that of the true class; of a class that nobody knows there is none. */
function isLossOf(loss: number, truth: { readonly probability: number } | undefined): boolean {
  return truth === undefined ? Number.isNaN(loss) : Math.abs(loss + Math.log(truth.probability)) < 1e-4;
}

let model: RunnableModel;
beforeAll(async () => {
  model = await startShipped('fashion-vit');
}, 60_000);
afterAll(() => model.session.release());

const means = createMeansStore({ fetch: fileFetch });
const meansFor = (subject: Subject) => means.meansFor(model, subject, signal, turn);

async function measured(inputs: readonly InputOf<'image'>[]): Promise<readonly MeasureStep[]> {
  const steps: MeasureStep[] = [];
  await measure(model, { inputs, variants: VARIANTS }, { signal, turn, meansFor }, (step) => steps.push(step));
  return steps;
}

test('a model that names classes is measured on these, and by the true one where that is known', async () => {
  expect(model.ablation.objective).toBe('class');
  const pictures = [bar(9, 'Dress'), bar(9, 'Bag'), bar(9, null), bar(9, 'a word that is no class')];
  const results = (await measured(pictures)).flatMap((step) => step.results);
  expect(results).toHaveLength(pictures.length * VARIANTS.length);
  for (const [input, picture] of pictures.entries()) {
    const done = await runInput(model, { type: 'run', runId: 1, input: picture }, signal);
    const classes = done.run.classes!;
    const truth = classes.find(({ name }) => name === picture.label);
    const likeliest = classes.reduce((most, one) => (one.probability > most.probability ? one : most));
    const kept = keepRun(done);
    for (const [variant, ablation] of VARIANTS.entries()) {
      const { effect } = results.find((one) => one.input === input && one.variant === variant)!;
      expect(effect).toMatchObject({ nPositions: 1, nScored: truth === undefined ? 0 : 1 });
      expect(effect.meanKl).toBeGreaterThan(1e-6);
      expect(effect.right?.before).toBe(truth === undefined ? undefined : truth === likeliest ? 1 : 0);
      expect(isLossOf(effect.lossBefore, truth)).toBe(true);
      // The same as when the heads are switched off on this picture alone, where all ten classes are told.
      await ablateRun(model, kept, ablation, {
        meansFor,
        turn,
        tellRun(run) {
          const now = run.classes!.find(({ name }) => name === picture.label);
          expect(isLossOf(effect.lossAfter, now)).toBe(true);
          expect(run.meanOver).toBe(ablation.mode === 'mean' ? 'reference-pictures' : null);
        },
        tellEffect({ objective, positions, summary }) {
          expect([objective, positions.length, positions[0]!.before.length]).toEqual(['class', 1, 10]);
          expect(summary.meanKl).toBeCloseTo(effect.meanKl, 5);
          expect(summary.right).toEqual(effect.right);
        },
      });
    }
  }
});

test('its mean outputs are those that ship with it; where they cannot be had, those of the picture', async () => {
  expect(model.ablation.meanOver).toBe('reference-pictures');
  const done = await runInput(model, { type: 'run', runId: 1, input: bar(9, null) }, signal);
  const kept = keepRun(done);
  const over = async (fetch: typeof fileFetch) => {
    const store = createMeansStore({ fetch });
    let said: string | null = null;
    await ablateRun(model, kept, off('mean', 2), {
      meansFor: (subject) => store.meansFor({ ...model }, subject, signal, turn),
      turn,
      tellRun: ({ meanOver }) => void (said = meanOver),
      tellEffect: () => {},
    });
    return said;
  };
  expect(await over(fileFetch)).toBe('reference-pictures');
  expect(await over(async () => new Response('', { status: 404 }))).toBe('own-positions');
});
