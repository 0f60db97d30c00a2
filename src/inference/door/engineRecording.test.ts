import { describe, expect, test } from 'vitest';
import { PARTS, RUN_WITH_PARTS } from '../../core/recorded/testing/runWithParts.ts';
import { runJsonParts } from '../../core/runJson.ts';
import { hearEngine as setUp } from '../testing/hearEngine.ts';
import { refuseConsole } from '../testing/quietConsole.ts';

refuseConsole();

describe('the cache', () => {
  test('is asked for models without a model being loaded', async () => {
    const { engine, until, of } = setUp();
    engine.handle({ type: 'list-cached' });
    await until('cached');
    const model = { id: 'm', host: 'https://hub.test', revision: 'main', weights: 'q8', files: [] };
    engine.handle({ type: 'remove-cached', model });
    await until('cached', 2);
    expect(of('cached').map(({ models }) => models)).toEqual([[], []]);
  });
});

describe('a recording', () => {
  const weights = [
    [1, 0],
    [0.25, 0.75],
  ];
  const json = JSON.stringify({ attention: [[weights, weights]], tokens: ['a', 'b'] });
  const source = {
    from: 'recording',
    id: 'r',
    name: 'R',
    files: [{ path: 'r.json', blob: new Blob([json]) }],
  } as const;

  test('takes the place of the model, and is run as it is, with labels', async () => {
    const { engine, load, run, of } = setUp();
    load(1, 'bookworm-gpt');
    engine.handle({ type: 'load', loadId: 2, source, backend: 'auto' });
    engine.handle({ type: 'run', runId: 3, input: { kind: 'nothing' } });
    await engine.idle();
    expect(of('load-failed')).toEqual([]);
    expect(of('loaded').at(-1)).toMatchObject({
      loadId: 2,
      backend: { name: 'recorded' },
      model: { takes: 'nothing' },
    });
    const [tensor] = of('ran')[0]!.run.attention;
    expect([tensor!.nLayers, tensor!.nHeads, [...tensor!.data]]).toEqual([1, 2, [1, 0, 0.25, 0.75, 1, 0, 0.25, 0.75]]);
    expect(of('labelled')[0]?.reports.map(({ layer, head }) => [layer, head])).toEqual([
      [0, 0],
      [0, 1],
    ]);
    run(4, 'Hello');
    await engine.idle();
    expect(of('run-failed')[0]?.error.code).toBe('bad-input');
  });

  test('brings what its file holds beside the run, each time it is asked for; a broken part is a notice', async () => {
    const { engine, of } = setUp({ isThreaded: true });
    const parts = [...runJsonParts(RUN_WITH_PARTS, [], PARTS)];
    const open = (loadId: number, text: string): void => {
      const files = [{ path: 'run.json', blob: new Blob([text]) }];
      engine.handle({ type: 'load', loadId, source: { ...source, files }, backend: 'auto' });
    };
    open(1, parts.join(''));
    for (const runId of [2, 3]) {
      engine.handle({ type: 'run', runId, input: { kind: 'nothing' } });
      await engine.idle();
    }
    expect(of('loaded')[0]).toMatchObject({ ablation: null, notices: [] });
    expect(of('ran').map(({ extras }) => extras)).toEqual([PARTS, PARTS]);
    expect(of('ran').map(({ run }) => run.logits)).toEqual([RUN_WITH_PARTS.logits, RUN_WITH_PARTS.logits]);
    open(4, JSON.stringify({ ...JSON.parse(parts.join('')), alike: 'very' }));
    engine.handle({ type: 'run', runId: 5, input: { kind: 'nothing' } });
    await engine.idle();
    expect(of('loaded')[1]?.notices).toEqual([
      { code: 'recording-warning', detail: 'How alike heads are is left out: alike is “very”, no list.' },
    ]);
    expect(of('ran')[2]?.extras).toEqual({ ...PARTS, alike: [] });
  });

  test('that cannot be handed over fails its run: the page does not wait for ever', async () => {
    const { engine, of } = setUp({ unpostable: 'ran' });
    engine.handle({ type: 'load', loadId: 1, source, backend: 'auto' });
    engine.handle({ type: 'run', runId: 2, input: { kind: 'nothing' } });
    await engine.idle();
    expect(of('run-failed')).toEqual([
      { type: 'run-failed', runId: 2, error: { code: 'run-failed', detail: expect.stringContaining('no memory') } },
    ]);
    expect(of('labelled')).toEqual([]);
  });

  test('that cannot be read leaves the model before in use', async () => {
    const { engine, load, run, of } = setUp();
    load(1, 'bookworm-gpt');
    await engine.idle();
    const files = [{ path: 'r.npy', blob: new Blob(['no array']) }];
    engine.handle({ type: 'load', loadId: 2, source: { ...source, files }, backend: 'auto' });
    run(3, 'The boy ran.');
    await engine.idle();
    expect(of('load-failed')[0]?.error.code).toBe('bad-recording');
    expect(of('ran')).toHaveLength(1);
  });
});
