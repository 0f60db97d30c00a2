import { expect, test } from 'vitest';
import type { InsideAnswer, InsideQuestion } from '../../core/inside/questions.ts';
import { hearEngine } from '../testing/hearEngine.ts';

const [ONE, OTHER] = ['A dog saw a cat.', 'A dog saw a bird and a cat and ran.'];
const AGAINST: InsideQuestion = {
  about: 'against',
  kind: 'decoder',
  layer: 1,
  input: { kind: 'text', text: OTHER, pair: null },
};
const LAYER: InsideQuestion = { about: 'layer', kind: 'decoder', layer: 1 };

test('another text is told as if it were on screen, and the one on screen stays what is asked about', async () => {
  const { engine, load, run, of } = hearEngine({ isThreaded: true });
  const ask = async (insideId: number, question: InsideQuestion): Promise<InsideAnswer | undefined> => {
    engine.handle({ type: 'inside', insideId, question });
    await engine.idle();
    return of('inside-answered').find((answered) => answered.insideId === insideId)?.answer;
  };
  load(1, 'bookworm-gpt');
  run(1, ONE);
  const before = await ask(1, LAYER);
  const against = await ask(2, AGAINST);
  expect(await ask(3, LAYER)).toEqual(before);
  run(2, OTHER);
  const alone = await ask(4, LAYER);
  if (against?.about !== 'against' || alone?.about !== 'layer') throw new RangeError('no answer');
  const { run: other, layer } = against.against;
  expect(layer).toEqual(alone.layer);
  const shown = of('ran').at(-1)!.run;
  expect([other.text, other.logits, other.tokens]).toEqual([OTHER, null, shown.tokens]);
  const { nHeads, nQueries, nKeys, data } = shown.attention[0]!;
  const size = nHeads * nQueries * nKeys;
  expect(other.attention).toMatchObject([{ kind: 'decoder', nLayers: 1, nHeads, nQueries, nKeys, layerNumbers: [1] }]);
  expect([...other.attention[0]!.data]).toEqual([...data.subarray(size, 2 * size)]);
}, 60_000);

test('the newest text wins, what is left ends, and what the model cannot read is told', async () => {
  const { engine, load, run, of } = hearEngine({ isThreaded: true });
  load(1, 'bookworm-gpt');
  run(1, ONE);
  await engine.idle();
  engine.handle({ type: 'inside', insideId: 1, question: AGAINST });
  const input = { kind: 'text', text: 'A bird.', pair: null } as const;
  engine.handle({ type: 'inside', insideId: 2, question: { ...AGAINST, input } });
  await engine.idle();
  expect(of('inside-answered').map(({ insideId }) => insideId)).toEqual([2]);
  engine.handle({ type: 'inside', insideId: 3, question: AGAINST });
  engine.handle({ type: 'leave-inside', about: 'against' });
  engine.handle({ type: 'inside', insideId: 4, question: { ...AGAINST, input: { kind: 'ids', ids: [5] } } });
  await engine.idle();
  expect(of('inside-answered').map(({ insideId }) => insideId)).toEqual([2]);
  expect(of('inside-failed')).toMatchObject([{ insideId: 4, error: { code: 'bad-input' } }]);
}, 60_000);

test('of a long text too no more comes than the one layer', async () => {
  const { engine, load, run, of } = hearEngine({ isThreaded: true });
  load(1, 'bookworm-gpt');
  run(1, Array(24).fill(ONE).join(' '));
  await engine.idle();
  expect(of('ran')[0]?.run).toHaveProperty('thumbnails');
  const input = { kind: 'text', text: Array(25).fill(ONE).join(' '), pair: null } as const;
  engine.handle({ type: 'inside', insideId: 1, question: { ...AGAINST, input } });
  await engine.idle();
  const answer = of('inside-answered')[0]?.answer;
  if (answer?.about !== 'against') throw new RangeError('no answer');
  expect(answer.against.run.attention).toHaveLength(1);
  expect(answer.against.run).not.toHaveProperty('thumbnails');
}, 60_000);
