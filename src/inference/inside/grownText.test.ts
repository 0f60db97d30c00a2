import { expect, test } from 'vitest';
import { dataOf } from '../../core/inside/road.ts';
import type { InsideLayer, Stage } from '../../core/inside/layer.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { startZoo } from '../testing/startShipped.ts';
import { keepWordlessRun } from '../testing/wordlessRun.ts';
import { readLayer } from './readLayer.ts';

const IDS = [5, 17, 3, 9, 20, 3, 11, 2];
const N_TYPED = 4;
const feedOf = (ids: readonly number[], grows: boolean): FeedValues => ({
  tokens: { ids, typeIds: ids.map(() => 0) },
  ...(grows && { grows: true }),
});

async function keptOf(model: RunnableModel, ids: readonly number[], grows: boolean): Promise<KeptRun> {
  const kept = await keepWordlessRun(model);
  const feed = feedOf(ids, grows);
  return { ...kept, done: { ...kept.done, feed, pass: await model.session.run(feed) } };
}

function stagesOf(layer: InsideLayer): readonly (readonly [string, Stage])[] {
  return Object.entries(layer).filter((entry): entry is [string, Stage] => {
    const value: unknown = entry[1];
    return typeof value === 'object' && value !== null && 'from' in value;
  });
}

test.each(['gpt2-merged-with-past', 'llama-eager', 'ms-gqa'])(
  '%s: a head is looked into where the text was written on with keys and values kept, as where it was typed whole',
  async (name) => {
    const model = await startZoo(name);
    for (let n = N_TYPED; n < IDS.length; n++) await model.session.run(feedOf(IDS.slice(0, n), true));
    const grown = await keptOf(model, IDS, true);
    const whole = await keptOf(model, IDS, false);
    const look = async (kept: KeptRun) => readLayer(model, kept, 'decoder', 1, async () => {});
    const [ofGrown, ofWhole] = [await look(grown), await look(whole)];
    await model.session.release();
    expect([ofGrown.nQueries, ofGrown.nKeys]).toEqual([IDS.length, IDS.length]);
    expect(ofGrown.checks.map(({ name: check, isPassed }) => [check, isPassed])).toEqual(
      ofWhole.checks.map(({ name: check }) => [check, true]),
    );
    const stages = stagesOf(ofGrown);
    expect(stages.filter(([, stage]) => stage.from !== 'nowhere').length).toBeGreaterThan(8);
    for (const [at, [stage, found]] of stages.entries()) {
      const expected = stagesOf(ofWhole)[at]![1];
      expect([stage, found.from]).toEqual([stage, expected.from]);
      const [a, b] = [dataOf(found) ?? new Float32Array(0), dataOf(expected) ?? new Float32Array(0)];
      expect(a).toHaveLength(b.length);
      expect(a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)).toBeLessThan(1e-5);
    }
  },
  60_000,
);
