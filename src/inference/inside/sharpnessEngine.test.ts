import { expect, test } from 'vitest';
import type { InsideQuestion, SharpenedHeads, SharpnessEffect } from '../../core/inside/questions.ts';
import { hearEngine } from '../testing/hearEngine.ts';
import { shippedSource } from '../testing/shippedModels.ts';

const SENTENCE = 'The boy sprinted to the bank because he needed cash quickly.';
type Kind = InsideQuestion['kind'];

const warmed = (tau: number, heads: SharpenedHeads = 'all', kind: Kind = 'decoder'): InsideQuestion => ({
  about: 'sharpness',
  kind,
  heads,
  how: { tau },
});

function hear() {
  const heard = hearEngine({ isThreaded: true });
  const ask = (insideId: number, question: InsideQuestion) =>
    heard.engine.handle({ type: 'inside', insideId, question });
  const effects = (): readonly SharpnessEffect[] =>
    heard
      .of('inside-answered')
      .flatMap(({ answer, more }) => (answer.about === 'sharpness' && !more ? [answer.effect] : []));
  return { ...heard, ask, effects };
}

test.each<['bookworm-gpt' | 'bookworm-bert', Kind]>([
  ['bookworm-gpt', 'decoder'],
  ['bookworm-bert', 'encoder'],
])('a temperature of 1 changes nothing that %s says; 2 changes it, more in all heads than in one', async (id, kind) => {
  const { engine, load, run, ask, effects } = hear();
  load(1, id);
  run(1, SENTENCE);
  const mean = ({ klNats }: SharpnessEffect) => klNats.reduce((sum, kl) => sum + kl, 0) / klNats.length;
  const questions = [warmed(1, 'all', kind), warmed(2, 'all', kind), warmed(2, { layer: 1, head: 3 }, kind)];
  for (const [at, question] of questions.entries()) {
    ask(at, question);
    await engine.idle();
  }
  const [same, all, one] = effects();
  expect(Math.max(...same!.klNats)).toBeLessThan(1e-5);
  expect(
    same!.top.every(
      ({ before, after, pBefore, pOfItAfter }) => before === after && Math.abs(pBefore - pOfItAfter) < 1e-4,
    ),
  ).toBe(true);
  expect(mean(all!)).toBeGreaterThan(0.01);
  expect(mean(one!)).toBeGreaterThan(1e-8);
  expect(mean(all!)).toBeGreaterThan(mean(one!));
});

test('the loss before is that of the model as it is; of a masked model with each word hidden in turn, told behind the rest', async () => {
  const { engine, load, run, ask, effects, of } = hear();
  load(1, 'bookworm-gpt');
  run(1, SENTENCE);
  engine.handle({ type: 'ablate', ablateId: 1, ablation: { mode: 'zero', heads: [] } });
  await engine.idle();
  const { lossBefore, nScored } = of('effect')[0]!.effect.summary;
  for (const [at, tau] of [1, 4].entries()) {
    ask(at, warmed(tau));
    await engine.idle();
  }
  load(2, 'bookworm-bert');
  run(2, SENTENCE);
  engine.handle({ type: 'ablate', ablateId: 2, ablation: { mode: 'zero', heads: [] } });
  await engine.idle();
  const hidden = of('effect').at(-1)!.effect.summary;
  for (const [at, tau] of [1, 2].entries()) {
    ask(3 + at, warmed(tau, 'all', 'encoder'));
    await engine.idle();
  }
  const [same, other, asIs, masked] = effects().map(({ loss }) => loss);
  expect([same!.before, same!.after]).toEqual([expect.closeTo(lossBefore, 6), expect.closeTo(lossBefore, 4)]);
  expect(Math.abs(other!.after - lossBefore)).toBeGreaterThan(0.01);
  expect(same!.nPositions).toBe(nScored);
  expect(asIs).toEqual({
    before: expect.closeTo(hidden.lossBefore, 4),
    after: expect.closeTo(hidden.lossBefore, 4),
    nPositions: hidden.nScored,
  });
  expect(masked!.before).toBe(asIs!.before);
  expect(Math.abs(masked!.after - masked!.before)).toBeGreaterThan(0.01);
  const first = of('inside-answered').filter(({ more }) => more);
  expect(first.map(({ answer }) => answer.about === 'sharpness' && answer.effect.loss)).toEqual([null, null]);
});

test('the first token of a causal model has one key, which no temperature changes', async () => {
  const { engine, load, run, ask, effects } = hear();
  load(1, 'bookworm-gpt');
  run(1, SENTENCE);
  ask(1, warmed(4));
  await engine.idle();
  const { klNats } = effects()[0]!;
  expect(klNats[0]).toBeLessThan(1e-6);
  expect(klNats[5]).toBeGreaterThan(0.01);
});

test('a newer question about the same, and a new run, make an older one pointless', async () => {
  const { engine, load, run, ask, of } = hear();
  load(1, 'bookworm-gpt');
  run(1, SENTENCE);
  ask(1, warmed(2));
  ask(2, warmed(0.5));
  await engine.idle();
  expect(of('inside-answered').map(({ insideId }) => insideId)).toEqual([2]);
  ask(3, warmed(2));
  run(2, 'The dog slept.');
  await engine.idle();
  expect(of('inside-answered').map(({ insideId }) => insideId)).toEqual([2]);
});

test('what the model has not is refused in words, and without a run there is nothing to look into', async () => {
  const { engine, load, run, ask, of } = hear();
  ask(1, warmed(2));
  await engine.idle();
  expect(of('inside-failed')[0]).toMatchObject({ insideId: 1, error: { code: 'bad-input' } });
  load(1, 'bookworm-gpt');
  run(1, SENTENCE);
  for (const question of [warmed(2, { layer: 9 }), warmed(2, { layer: 0, head: 8 }), warmed(2, 'all', 'cross')]) {
    ask(2, question);
    await engine.idle();
  }
  expect(of('inside-answered').map(({ answer }) => answer)).toEqual(
    Array.from({ length: 3 }, () => ({
      about: 'refused',
      of: 'sharpness',
      refusal: { why: 'not-found', detail: expect.stringContaining('no such head') },
    })),
  );
});

test('a picture model is asked of its classes; a model that gives vectors only is refused', async () => {
  const ofFile = async (name: 'fashion-vit' | 'bert-sdpa'): Promise<unknown> => {
    const { engine, loadZoo, ask, of } = hear();
    if (name === 'bert-sdpa') {
      loadZoo(1, name, 'wasm');
      engine.handle({ type: 'run', runId: 1, input: { kind: 'ids', ids: [1, 2, 3, 4] } });
    } else {
      engine.handle({ type: 'load', loadId: 1, source: shippedSource(name), backend: 'wasm' });
      const pixels = Uint8ClampedArray.from({ length: 4 * 28 * 28 }, (_, at) => (at * 37) % 251);
      engine.handle({ type: 'run', runId: 1, input: { kind: 'image', name: 'a.png', width: 28, height: 28, pixels } });
    }
    ask(1, warmed(3, 'all', 'encoder'));
    await engine.idle();
    const [answered] = of('inside-answered');
    return answered?.answer.about === 'sharpness' ? [...answered.answer.effect.klNats].length : answered?.answer;
  };
  expect(await ofFile('fashion-vit')).toBe(1);
  expect(await ofFile('bert-sdpa')).toMatchObject({
    about: 'refused',
    refusal: { detail: 'the model gives no scores to compare' },
  });
});
