import { expect, test } from 'vitest';
import type { InsideAnswer, InsideQuestion } from '../../core/inside/questions.ts';
import { hearEngine } from '../testing/hearEngine.ts';

const L1H6 = { layer: 1, head: 6 } as const;
const QUESTIONS: readonly InsideQuestion[] = [
  { about: 'layer', kind: 'decoder', layer: 1 },
  { about: 'sharpness', kind: 'decoder', heads: L1H6, how: { scaleOff: true } },
  { about: 'direct', kind: 'decoder', head: L1H6, query: 3, tokens: [5], words: [] },
  { about: 'word', kind: 'decoder', head: L1H6, token: 1084 },
  { about: 'copying', kind: 'decoder', layer: 1 },
];

test('every question is answered, each in its lane, and the same a second time though arrays were handed over', async () => {
  const { engine, load, run, of } = hearEngine({ isThreaded: true });
  load(1, 'bookworm-gpt');
  run(1, 'A dog saw a cat and a dog saw a bird.');
  const whole = () => of('inside-answered').filter(({ more }) => more !== true);
  const ask = async (first: number): Promise<readonly InsideAnswer[]> => {
    for (const [at, question] of QUESTIONS.entries()) {
      engine.handle({ type: 'inside', insideId: first + at, question });
    }
    await engine.idle();
    return whole()
      .slice(-QUESTIONS.length)
      .map(({ answer }) => answer);
  };
  const answers = await ask(1);
  expect(answers.map(({ about }) => about)).toEqual(['layer', 'sharpness', 'direct', 'word', 'copying']);
  expect(await ask(11)).toEqual(answers);
  expect(of('inside-failed')).toEqual([]);
  expect(whole().map(({ insideId }) => insideId)).toEqual([1, 2, 3, 4, 5, 11, 12, 13, 14, 15]);
}, 60_000);

test('copying gives way to what is asked after it, and goes on', async () => {
  const { engine, load, run, of } = hearEngine({ isThreaded: true });
  load(1, 'bookworm-gpt');
  run(1, 'A dog saw a cat.');
  await engine.idle();
  engine.handle({ type: 'inside', insideId: 1, question: { about: 'copying', kind: 'decoder', layer: 0 } });
  await new Promise((resolve) => setTimeout(resolve, 20));
  engine.handle({ type: 'inside', insideId: 2, question: { about: 'layer', kind: 'decoder', layer: 0 } });
  await engine.idle();
  // Its scores come before the signs of the weights.
  expect(of('inside-answered').map(({ insideId, more }) => [insideId, more])).toEqual([
    [2, undefined],
    [1, true],
    [1, undefined],
  ]);
}, 60_000);

test('what nobody waits for any more ends, and only that', async () => {
  const { engine, load, run, of } = hearEngine({ isThreaded: true });
  load(1, 'bookworm-gpt');
  run(1, 'A dog saw a cat.');
  await engine.idle();
  engine.handle({ type: 'inside', insideId: 1, question: { about: 'copying', kind: 'decoder', layer: 0 } });
  await new Promise((resolve) => setTimeout(resolve, 20));
  engine.handle({ type: 'inside', insideId: 2, question: { about: 'layer', kind: 'decoder', layer: 0 } });
  engine.handle({ type: 'leave-inside', about: 'copying' });
  await engine.idle();
  expect([of('inside-answered').map(({ insideId }) => insideId), of('inside-failed')]).toEqual([[2], []]);
}, 60_000);

test('of a recording nothing but weights can be had', async () => {
  const { engine, of } = hearEngine();
  const file = JSON.stringify({
    attention: [
      [
        [
          [1, 0],
          [0.5, 0.5],
        ],
      ],
    ],
    tokens: ['a', 'b'],
  });
  const files = [{ path: 'run.json', blob: new Blob([file]) }];
  engine.handle({ type: 'load', loadId: 1, source: { from: 'recording', id: 'r', name: 'r', files }, backend: 'wasm' });
  await engine.idle();
  engine.handle({ type: 'inside', insideId: 1, question: { about: 'layer', kind: 'encoder', layer: 0 } });
  await engine.idle();
  expect([of('loaded').length, of('inside-answered')[0]?.answer]).toMatchObject([
    1,
    { about: 'refused', of: 'layer', refusal: { why: 'weights-only' } },
  ]);
});
