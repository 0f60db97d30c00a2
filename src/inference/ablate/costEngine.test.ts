import { expect, test } from 'vitest';
import type { Ablation } from '../../core/ablation/ablation.ts';
import { hearEngine } from '../testing/hearEngine.ts';

const SENTENCE = 'The boy sprinted to the bank because he needed cash quickly.';

const sharing = (...layers: readonly number[]): Ablation => ({
  mode: 'shared',
  heads: layers.flatMap((layer) => Array.from({ length: 8 }, (_, head) => ({ kind: null, layer, head, keep: 0 }))),
});

function hear() {
  const heard = hearEngine({ isThreaded: true });
  const cost = (costId: number, ...ablations: readonly Ablation[]) =>
    heard.engine.handle({ type: 'cost', costId, ablations });
  return { ...heard, cost };
}

test.each(['bookworm-gpt', 'bookworm-bert'] as const)(
  'what layers of %s cost is the effect of the same ablations, one by one, after the labels',
  async (id) => {
    const { engine, load, run, cost, of, replies } = hear();
    load(1, id);
    run(1, SENTENCE);
    cost(7, sharing(2), sharing(0, 1));
    await engine.idle();
    const types = replies.map(({ type }) => type).filter((type) => type !== 'progress');
    expect(types).toEqual(['loaded', 'ran', 'labelled', 'cost-found', 'cost-found']);
    const found = of('cost-found');
    expect(found.map(({ costId, ablation, isLast }) => [costId, ablation, isLast])).toEqual([
      [7, sharing(2), false],
      [7, sharing(0, 1), true],
    ]);
    engine.handle({ type: 'ablate', ablateId: 1, ablation: sharing(2) });
    await engine.idle();
    expect(found[0]?.effect).toEqual(of('effect').at(-1)?.effect);
    expect(found[0]?.effect.summary.nScored).toBeGreaterThan(9);
    expect(found[0]?.effect.summary.meanKl).toBeGreaterThan(0.001);
    expect(found[1]?.effect.summary.meanKl).toBeGreaterThan(found[0]!.effect.summary.meanKl);
  },
);

test('a newer question, and a new run, make an older one pointless', async () => {
  const { engine, load, run, cost, of } = hear();
  load(1, 'bookworm-gpt');
  run(1, SENTENCE);
  cost(1, sharing(0));
  cost(2, sharing(1));
  await engine.idle();
  expect(of('cost-found').map(({ costId }) => costId)).toEqual([2]);
  cost(3, sharing(2));
  run(2, 'The dog slept.');
  await engine.idle();
  expect(of('cost-found').map(({ costId }) => costId)).toEqual([2]);
});

test('without a run there is nothing to compare with', async () => {
  const { engine, cost, of } = hear();
  cost(1, sharing(0));
  await engine.idle();
  expect(of('cost-failed')).toEqual([
    {
      type: 'cost-failed',
      costId: 1,
      error: { code: 'bad-input', detail: expect.stringContaining('nothing to compare') },
    },
  ]);
});
