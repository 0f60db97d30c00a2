import { beforeAll, describe, expect, test } from 'vitest';
import type { Logits } from '../../core/run.ts';
import type { Ablation } from '../../core/ablation/ablation.ts';
import type { Interventions } from '../runtime/interventions.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { startShipped } from '../testing/startShipped.ts';
import { measure } from './measure.ts';
import type { MeasureStep } from './measure.ts';

const PLAN = {
  inputs: [{ kind: 'text', text: 'The boy ran to the bank.', pair: null } as const],
  variants: [6, 7].map((head): Ablation => ({ mode: 'zero', heads: [{ kind: null, layer: 0, head, keep: 0 }] })),
};

/** A model that computes a little differently each time, where `isNoisy` says so: the score of token 0 is off by 0.01. */
function withNoise(
  model: RunnableModel,
  isNoisy: (interventions: Interventions | null, at: number) => boolean,
): RunnableModel {
  const off = ({ data, nVocab, nTokens }: Logits): Logits => ({
    nVocab,
    nTokens,
    data: data.map((score, at) => (at % nVocab === 0 ? score + 0.01 : score)),
  });
  const scoreBatch = async (...args: Parameters<RunnableModel['session']['scoreBatch']>) => {
    const said = await model.session.scoreBatch(...args);
    return said.map((one, at) => (isNoisy(args[1], at) ? off(one) : one));
  };
  const session: RunnableModel['session'] = Object.create(model.session, { scoreBatch: { value: scoreBatch } });
  return { ...model, session };
}

async function measured(model: RunnableModel): Promise<readonly MeasureStep[]> {
  const steps: MeasureStep[] = [];
  const tools = {
    signal: new AbortController().signal,
    turn: () => Promise.resolve(),
    meansFor: () => Promise.reject(new RangeError('no mean is asked for')),
  };
  await measure(model, PLAN, tools, (step) => steps.push(step));
  return steps;
}

describe('the noise floor is raised', () => {
  let model: RunnableModel;
  beforeAll(async () => {
    model = await startShipped('bookworm-gpt');
  });

  test.each([
    ['alone', (interventions: Interventions | null) => interventions === null],
    [
      'among others',
      (interventions: Interventions | null, at: number) =>
        interventions?.every(
          (site) => site === null || site.scale.subarray(8 * at, 8 * at + 8).every((part) => part === 1),
        ) ?? false,
    ],
  ])('by a repetition %s that differs, and changes no effect', async (_, isNoisy) => {
    const [quiet, noisy] = [await measured(model), await measured(withNoise(model, isNoisy))];
    const [before, after] = [quiet.at(-1)!.floor, noisy.at(-1)!.floor];
    expect(before).toEqual({ meanKl: 0, loss: 0, turn: 0 });
    // p (1 - p) 0.01^2 / 2 at most, at p = 1/2
    expect(after.meanKl).toBeGreaterThan(1e-12);
    expect(after.meanKl).toBeLessThan(1.25e-5);
    expect(after.loss).toBeGreaterThan(1e-9);
    const effects = (steps: readonly MeasureStep[]) => steps.flatMap(({ results }) => results);
    expect(effects(noisy)).toEqual(effects(quiet));
    expect(effects(quiet)).toHaveLength(2);
  });
});
