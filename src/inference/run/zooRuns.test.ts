import { describe, expect, test } from 'vitest';
import { IDS_NOTICE } from '../inputs/modelNotices.ts';
import { runInput } from './runInput.ts';
import type { RunInput } from '../protocol.ts';
import type { OrtRuntime } from '../runtime/runtime.ts';
import { startModel } from './start.ts';
import { loadZooModel } from '../surgery/testing/zoo.ts';
import { nodeRuntime, pretendGpuRuntime } from '../testing/runtimes.ts';
import { prepareZoo, t5Pair } from '../testing/zooModels.ts';

const FLOAT32_TOLERANCE = 2e-6;

function start(prepared: ReturnType<typeof prepareZoo>, runtime: OrtRuntime = nodeRuntime) {
  const platform = { gpu: undefined, loadRuntime: async () => runtime };
  return startModel(prepared.model, prepared.exposed, platform, { wish: 'wasm', selfTest: false, onStage: () => {} });
}

function largestDifference(a: ArrayLike<number>, b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return b.reduce((largest, value, i) => Math.max(largest, Math.abs(value - a[i]!)), 0);
}

async function run(name: string, input: RunInput, prepared = prepareZoo(name)) {
  const started = await start(prepared);
  const model = { ...started, prepared: prepared.model };
  const done = await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal);
  await started.session.release();
  return { ...done, started };
}

describe('an input', () => {
  test('of ids: tokens show as their numbers, with places in the text of numbers', async () => {
    const zooCase = loadZooModel('llama-eager').cases[0]!;
    const ids = zooCase.inputs['input_ids']!.data;
    const { run: done, stacks } = await run('llama-eager', { kind: 'ids', ids });
    expect(done.text).toBe('12 30 10 38 22 13');
    expect(done.tokens.map(({ text, start: from, end }) => [text, done.text.slice(from, end)])).toEqual(
      ids.map((id) => [String(id), String(id)]),
    );
    expect([done.model.isCausal, done.targetTokens, done.image]).toEqual([true, null, null]);
    const truth = zooCase.attentions.flatMap(({ data }) => data);
    expect(largestDifference(done.attention[0]!.data, truth)).toBeLessThan(FLOAT32_TOLERANCE);
    expect(stacks.map(({ kind, isCausal }) => [kind, isCausal])).toEqual([['decoder', true]]);
  });

  test('of source and target ids gives three stacks: encoder, decoder and cross', async () => {
    const zooCase = loadZooModel('t5').cases[0]!;
    const source = zooCase.inputs['input_ids']!.data.join(' ');
    const target = zooCase.inputs['decoder_input_ids']!.data.slice(1).join(' ');
    const { run: done, stacks } = await run('t5', { kind: 'text-to-text', source, target });
    expect(done.attention.map((t) => [t.kind, t.nLayers, t.nHeads, t.nQueries, t.nKeys])).toEqual([
      ['encoder', 1, 3, 7, 7],
      ['decoder', 3, 3, 4, 4],
      ['cross', 3, 3, 4, 7],
    ]);
    const truth = zooCase.attentions.filter(({ kind }) => kind === 'cross').flatMap(({ data }) => data);
    expect(largestDifference(done.attention[2]!.data, truth)).toBeLessThan(FLOAT32_TOLERANCE);
    expect(done.targetTokens?.map(({ id, special }) => [id, special])).toEqual([
      [0, true],
      [33, false],
      [34, false],
      [25, false],
    ]);
    expect([done.text, done.pair]).toEqual(['9 10 7 17 34 23 10', '33 34 25']);
    // Shape [target token, vocabulary].
    expect([done.logits?.nTokens, done.logits?.nVocab]).toEqual([4, 35]);
    expect(stacks.map(({ kind, isCausal, tokens }) => [kind, isCausal, tokens.length])).toEqual([
      ['encoder', false, 7],
      ['decoder', true, 4],
      ['cross', false, 4],
    ]);
    expect(stacks[2]?.across).toMatchObject({ isOrdered: true, keyTokens: { length: 7 } });
  });

  test('without a target: the model writes the likeliest token each time, the same on every run', async () => {
    const source = '9 10 7 17 34 23 10';
    const written = await run('t5', { kind: 'text-to-text', source, target: null });
    const typed = await run('t5', { kind: 'text-to-text', source, target: written.run.pair });
    const ids = written.run.targetTokens!.map(({ id }) => id);
    expect(ids[0]).toBe(0);
    expect(ids.length).toBeGreaterThan(2);
    expect(ids.length).toBeLessThanOrEqual(48);
    expect(typed.run.targetTokens!.map(({ id }) => id)).toEqual(ids);
    expect([...typed.run.attention[2]!.data]).toEqual([...written.run.attention[2]!.data]);
    // Each token is the one with the highest score after those before it.
    const { data, nVocab } = typed.run.logits!;
    for (let i = 0; i + 1 < ids.length; i++) {
      const scores = data.subarray(i * nVocab, (i + 1) * nVocab);
      expect(scores.indexOf(Math.max(...scores))).toBe(ids[i + 1]);
    }
  });

  test('without a target and without a size of the vocabulary in any file: the model writes the same', async () => {
    const input = { kind: 'text-to-text', source: '9 10 7 17 34 23 10', target: null } as const;
    const small = { decoder_start_token_id: 0, eos_token_id: 1 };
    const { run: done } = await run('t5', input, prepareZoo('t5', { config: small }));
    const { run: whole } = await run('t5', input);
    expect(done.targetTokens).toEqual(whole.targetTokens);
    expect(done.logits?.nVocab).toBe(35);
  });

  test.each([
    ['vit', /picture the model takes.*: open config.json and preprocessor_config.json/],
    ['t5', /decoder_start_token_id.*: open config.json and generation_config.json/],
  ])('for %s, whose JSON was not opened, ends in words about which files to open too', async (name, words) => {
    const error = await start(prepareZoo(name, { config: null })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'file-missing', detail: expect.stringMatching(words) });
  });

  test('of ids for a model that shifts them itself: the target begins with the start token', async () => {
    const { run: done } = await run('bart-3d', { kind: 'ids', ids: [16, 14, 11, 14, 26, 14] });
    expect(done.targetTokens?.map(({ id }) => id)).toEqual([2, 16, 14, 11, 14, 26]);
    expect(done.attention.map(({ kind, nHeads }) => [kind, nHeads])).toEqual([
      ['encoder', 3],
      ['decoder', 2],
      ['cross', 2],
    ]);
  });

  test('of a picture: patches are the tokens, and the picture comes back as it was fed', async () => {
    const pixels = new Uint8ClampedArray(4 * 20 * 30).map((_, i) => (7 * i) % 256);
    const { run: done } = await run('vit', { kind: 'image', name: 'cat.png', width: 20, height: 30, pixels });
    expect(done.text).toBe('cat.png');
    expect(done.tokens.map(({ text }) => text)).toEqual([
      '[CLS]',
      ...[0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => `patch ${row},${column}`)),
    ]);
    expect(done.image).toMatchObject({ width: 12, height: 12, nPatchRows: 3, nPatchColumns: 3, nPrefix: 1 });
    expect(done.image?.pixels).toHaveLength(4 * 12 * 12);
    expect(done.attention.map((t) => [t.kind, t.nLayers, t.nQueries])).toEqual([['encoder', 3, 10]]);
  });

  test.each<[string, RunInput, string]>([
    ['vit', { kind: 'text', text: 'a cat', pair: null }, 'the model takes image, not text'],
    ['t5', { kind: 'ids', ids: [1, 2] }, 'the model takes text-to-text, not ids'],
    ['gpt2', { kind: 'nothing' }, 'the model takes ids, not nothing'],
    ['gpt2', { kind: 'ids', ids: [] }, 'no token ids'],
    ['gpt2', { kind: 'ids', ids: [3, -1] }, '-1 is no token id'],
    ['t5', { kind: 'text-to-text', source: '3 cats', target: null }, '“cats” is no token id'],
  ])('for %s of the wrong kind is bad-input: %j', async (name, input, words) => {
    const error = await run(name, input).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'bad-input' });
    expect(String(error)).toContain(words);
  });
});

describe('an encoder and a decoder in two files', () => {
  const zoo = loadZooModel('t5-decoder');
  const zooCase = zoo.cases[0]!;
  const { encoder, decoder, config } = t5Pair();
  const prepared = () =>
    prepareZoo('t5-decoder', {
      config,
      graphs: [
        { role: 'encoder', path: 'encoder_model.onnx', onnx: encoder, externalData: [] },
        { role: 'decoder', path: 'decoder_model.onnx', onnx: decoder, externalData: [] },
      ],
    });
  const source = '0 1 2 3 4 5';

  test('run as one: the decoder reads what the encoder made of the source', async () => {
    const target = zooCase.inputs['input_ids']!.data.slice(1).join(' ');
    const { run: done, started } = await run('', { kind: 'text-to-text', source, target }, prepared());
    expect(started.info.takes).toBe('text-to-text');
    expect(done.attention.map((t) => [t.kind, t.nLayers, t.nHeads, t.nQueries, t.nKeys])).toEqual([
      ['decoder', 2, 5, 4, 4],
      ['cross', 2, 5, 4, 6],
    ]);
    for (const [index, kind] of (['decoder', 'cross'] as const).entries()) {
      const truth = zooCase.attentions.filter((each) => each.kind === kind).flatMap(({ data }) => data);
      expect(largestDifference(done.attention[index]!.data, truth)).toBeLessThan(FLOAT32_TOLERANCE);
    }
    const logits = zooCase.logits_or_last['logits']!.data;
    expect(largestDifference(done.logits!.data, logits)).toBeLessThan(zoo.output_tolerance);
  });

  test('write a target together, the encoder running once', async () => {
    const parts = prepared();
    const { runtime, log } = pretendGpuRuntime();
    const started = await start(parts, runtime);
    log.length = 0;
    const model = { ...started, prepared: parts.model };
    const input = { kind: 'text-to-text', source, target: null } as const;
    const { run: done } = await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal);
    // One run of the encoder, one of the decoder for each token and for the end, one for the patterns.
    expect(log.length).toBeLessThanOrEqual(2 + done.targetTokens!.length);
    const [tensor] = done.attention;
    expect(tensor!.nQueries).toBe(done.targetTokens!.length);
    expect(tensor!.nQueries).toBeGreaterThan(1);
    const { data, nVocab } = done.logits!;
    const first = data.subarray(0, nVocab);
    expect(done.targetTokens![1]!.id).toBe(first.indexOf(Math.max(...first)));
    await started.session.release();
  });

  test('the decoder alone is refused by the name of what it lacks', async () => {
    const alone = prepareZoo('t5-decoder', { config });
    const error = await start(alone).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'file-missing' });
    expect(String(error)).toMatch(/"encoder_.*: open the encoder/);
  });
});

describe('the card', () => {
  test('of bart-3d names every node that is shown, and what config.json says', async () => {
    const { card, notices } = await start(prepareZoo('bart-3d'));
    expect(card).toMatchObject({
      architecture: 'BartForSequenceClassification',
      nLayers: 2,
      nHeads: 3,
      dModel: 12,
      dHead: 4,
      precision: 'fp32',
      files: [{ path: 'model.onnx', bytes: 190_507 }],
      notShown: [],
    });
    expect(card.sites.map(({ kind, layer }) => `${kind} ${layer}`).toSorted()).toEqual([
      'cross 0',
      'cross 1',
      'decoder 0',
      'decoder 1',
      'encoder 0',
      'encoder 1',
    ]);
    expect(new Set(card.sites.map(({ nodeName }) => nodeName)).size).toBe(6);
    expect(card.sites.every(({ how }) => how.includes('Softmax'))).toBe(true);
    // The file holds 4 bytes for each parameter, and little else.
    expect(card.nParameters * 4).toBeGreaterThan(10_000);
    expect(card.nParameters * 4).toBeLessThan(190_507);
    expect(notices).toEqual([IDS_NOTICE]);
  });

  test('of a model with its own width of heads takes that', async () => {
    const { card } = await start(prepareZoo('llama-eager'));
    expect([card.dHead, card.nHeads, card.dModel]).toEqual([8, 4, 20]);
  });

  test('of the distractor lists the softmaxes that are no attention, each with its reason', async () => {
    const { card } = await start(prepareZoo('distractor'));
    expect(card.sites).toHaveLength(2);
    expect(card.notShown).toHaveLength(4);
    expect(card.notShown.every(({ nodeName, why }) => nodeName !== '' && why !== '')).toBe(true);
  });

  test('each stack is held against its own part of config.json', async () => {
    const config = {
      is_encoder_decoder: true,
      model_type: 'bart',
      encoder_layers: 2,
      encoder_attention_heads: 3,
      decoder_layers: 2,
      decoder_attention_heads: 5,
    };
    const { notices } = await start(prepareZoo('bart-3d', { config }));
    expect(notices.flatMap((notice) => ('detail' in notice ? [notice.detail] : []))).toEqual([
      'config.json says 2 layers of 5 heads, the model gave 2 layers of 2 in its decoder stack',
      'config.json says 2 layers of 5 heads, the model gave 2 layers of 2 in its cross stack',
    ]);
  });
});
