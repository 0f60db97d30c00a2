import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Fetch } from './fetch.ts';
import { readModelFiles } from '../testing/readModelFiles.ts';
import type { OnProgress } from './modelFiles.ts';
import type { HereSource } from '../protocol.ts';

const SOURCE: HereSource = {
  from: 'here',
  id: 'm',
  name: 'M',
  base: 'https://host/m/',
  graphs: [{ role: 'whole', path: 'onnx/model.onnx' }],
  precision: 'fp32',
};
const ONNX = Uint8Array.from({ length: 1000 }, (_, i) => (i === 0 ? 8 : i % 251));

type Answer = Response | Error | 'hang';

function files(changed: Record<string, () => Answer> = {}): Record<string, () => Answer> {
  return {
    'config.json': () => new Response('{"model_type":"gpt2"}'),
    'tokenizer.json': () => new Response('{"model":{}}'),
    'tokenizer_config.json': () => new Response('{}'),
    'onnx/model.onnx': () => body([ONNX.subarray(0, 300), ONNX.subarray(300)], { 'content-length': '1000' }),
    ...changed,
  };
}

function body(chunks: readonly Uint8Array[], headers: Record<string, string> = {}): Response {
  const stream = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  return new Response(stream, { headers });
}

const page = () => new Response('\n<!doctype html><p>Start page');

function broken(): Response {
  let sent = false;
  const stream = new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new TypeError('network error'));
      else controller.enqueue(ONNX.subarray(0, 100));
      sent = true;
    },
  });
  return new Response(stream, { headers: { 'content-length': '1000' } });
}

function fakeFetch(answers: Record<string, () => Answer>, aborted: string[] = []): Fetch {
  return (url, { signal }) =>
    new Promise((resolve, reject) => {
      const path = url.slice(SOURCE.base.length);
      const answer = answers[path]?.() ?? new Response('', { status: 404 });
      if (answer === 'hang') {
        signal.addEventListener('abort', () => {
          aborted.push(path);
          reject(signal.reason);
        });
      } else if (answer instanceof Error) reject(answer);
      else resolve(answer);
    });
}

/** Reads a model of the page. */
function read(
  source: HereSource,
  fetch: Fetch,
  signal = new AbortController().signal,
  onProgress: OnProgress = () => {},
) {
  return readModelFiles(source, 'wasm', { fetch }, signal, onProgress);
}

async function failure(answers: Record<string, () => Answer>, source = SOURCE): Promise<string> {
  try {
    await read(source, fakeFetch(answers));
  } catch (error) {
    return error instanceof AppError ? error.code : `not an AppError: ${String(error)}`;
  }
  return 'no error';
}

describe('readModelFiles of a model that comes with the page', () => {
  test('gives the bytes of the model and the parsed JSON', async () => {
    const got = await read(SOURCE, fakeFetch(files()));
    expect(got).toEqual({
      config: { model_type: 'gpt2' },
      tokenizer: { model: {} },
      tokenizerConfig: {},
      preprocessorConfig: null,
      generationConfig: null,
      graphs: [{ role: 'whole', path: 'onnx/model.onnx', onnx: ONNX, externalData: [] }],
      precision: 'fp32',
      sizes: [
        { path: 'config.json', bytes: 21 },
        { path: 'onnx/model.onnx', bytes: 1000 },
        { path: 'tokenizer.json', bytes: 12 },
        { path: 'tokenizer_config.json', bytes: 2 },
      ],
    });
    // With the spare room for what exposing appends.
    expect(got.graphs[0]!.onnx.buffer.byteLength).toBe(1000 + 2 ** 18);
  });

  test.each([
    ['without Content-Length', {}],
    ['with the Content-Length of a compressed body', { 'content-length': '400', 'content-encoding': 'gzip' }],
    ['with a body that grew by compression', { 'content-length': '1020', 'content-encoding': 'gzip' }],
    ['with a Content-Length that is too small', { 'content-length': '10' }],
  ])('%s the model still comes whole', async (_, headers) => {
    const answers = files({
      'onnx/model.onnx': () => body([ONNX.subarray(0, 7), ONNX.subarray(7, 999), ONNX.subarray(999)], headers),
    });
    const got = await read(SOURCE, fakeFetch(answers));
    expect(got.graphs[0]!.onnx).toEqual(ONNX);
  });

  test('a model may come without tokenizer_config.json', async () => {
    const answers = files({ 'tokenizer_config.json': () => new Response('', { status: 404 }) });
    const got = await read(SOURCE, fakeFetch(answers));
    expect(got.tokenizerConfig).toBe(null);
  });

  test('a manifest says what there is: two graphs and no tokenizer are read as that, and nothing else is asked for', async () => {
    const asked: string[] = [];
    const answers = files({
      'onnx/encoder_model.onnx': () => body([ONNX]),
      'onnx/decoder_model.onnx': () => body([ONNX.subarray(0, 500)]),
      'generation_config.json': () => new Response('{"eos_token_id":2}'),
    });
    const fetch = fakeFetch(answers);
    const source: HereSource = {
      ...SOURCE,
      graphs: [
        { role: 'encoder', path: 'onnx/encoder_model.onnx' },
        { role: 'decoder', path: 'onnx/decoder_model.onnx' },
      ],
      sizes: {
        'config.json': 21,
        'generation_config.json': 18,
        'onnx/encoder_model.onnx': 1000,
        'onnx/decoder_model.onnx': 500,
      },
    };
    const got = await read(source, (url, options) => {
      asked.push(url.slice(SOURCE.base.length));
      return fetch(url, options);
    });
    expect(got.graphs.map(({ role, onnx }) => [role, onnx.length])).toEqual([
      ['encoder', 1000],
      ['decoder', 500],
    ]);
    expect([got.tokenizer, got.generationConfig]).toEqual([null, { eos_token_id: 2 }]);
    expect(asked.toSorted()).toEqual(Object.keys(source.sizes ?? {}).toSorted());
  });

  test('progress grows to the sum of all files, the same total throughout where the manifest gives sizes', async () => {
    const sizes = {
      'onnx/model.onnx': 1000,
      'config.json': 21,
      'tokenizer.json': 12,
      'tokenizer_config.json': 2,
      'readme.md': 77,
    };
    const seen: [number, number][] = [];
    await read({ ...SOURCE, sizes }, fakeFetch(files()), undefined, (...bytes) => seen.push(bytes));
    expect(seen.length).toBeGreaterThan(1);
    expect(new Set(seen.map(([, total]) => total))).toEqual(new Set([1035]));
    expect(seen.map(([loaded]) => loaded)).toEqual(seen.map(([loaded]) => loaded).toSorted((a, b) => a - b));
    expect(seen.at(-1)).toEqual([1035, 1035]);
  });

  test('a long download reports some hundred times, not for each chunk', async () => {
    const chunks = Array.from({ length: 5000 }, () => Uint8Array.of(8, 9));
    const answers = files({ 'onnx/model.onnx': () => body(chunks, { 'content-length': '10000' }) });
    let reports = 0;
    await read(SOURCE, fakeFetch(answers), undefined, () => {
      reports += 1;
    });
    expect(reports).toBeGreaterThan(100);
    expect(reports).toBeLessThan(250);
  });

  test.each<[string, string, () => Answer, string]>([
    ['no such model file', 'onnx/model.onnx', () => new Response('', { status: 404 }), 'model-not-found'],
    ['no such repository on a hub', 'config.json', () => new Response('', { status: 401 }), 'model-not-found'],
    ['a start page for a JSON file', 'tokenizer.json', page, 'model-not-found'],
    ['a start page for the model', 'onnx/model.onnx', page, 'not-onnx'],
    ['a server error', 'onnx/model.onnx', () => new Response('', { status: 503 }), 'model-fetch-failed'],
    ['no network', 'config.json', () => new TypeError('Failed to fetch'), 'model-fetch-failed'],
    [
      'a body shorter than Content-Length',
      'onnx/model.onnx',
      () => body([ONNX.subarray(0, 300)], { 'content-length': '1000' }),
      'model-truncated',
    ],
    ['half a JSON file', 'tokenizer.json', () => new Response('{"model":'), 'model-truncated'],
  ])('%s: %s', async (_, path, answer, code) => {
    expect(await failure(files({ [path]: answer }))).toBe(code);
  });

  test('a file shorter than its manifest says is cut off, whatever the server says', async () => {
    const source = { ...SOURCE, sizes: { 'onnx/model.onnx': 1001 } };
    expect(await failure(files(), source)).toBe('model-truncated');
  });

  test.each([
    ['onnx/model.onnx', 'not-onnx'],
    ['tokenizer.json', 'model-not-found'],
  ])('a page for %s is told as a page, whatever it calls itself and however short it is', async (path, code) => {
    const source = { ...SOURCE, sizes: { 'onnx/model.onnx': 1000, 'tokenizer.json': 120 } };
    const answers = files({ [path]: () => body([new TextEncoder().encode('\n<!DOCTYPE html><p>Start page')]) });
    expect(await failure(answers, source)).toBe(code);
  });

  test('a connection that breaks in the middle is a failed fetch', async () => {
    expect(await failure(files({ 'onnx/model.onnx': broken }))).toBe('model-fetch-failed');
  });

  test('the first failure stops the other downloads', async () => {
    const aborted: string[] = [];
    const answers = files({ 'onnx/model.onnx': () => 'hang', 'config.json': () => new Response('', { status: 404 }) });
    const work = read(SOURCE, fakeFetch(answers, aborted));
    await expect(work).rejects.toMatchObject({ code: 'model-not-found' });
    expect(aborted).toEqual(['onnx/model.onnx']);
  });

  test('an abort from outside is no error of the model', async () => {
    const outer = new AbortController();
    const work = read(SOURCE, fakeFetch(files({ 'onnx/model.onnx': () => 'hang' })), outer.signal);
    outer.abort(new Error('superseded'));
    await expect(work).rejects.toThrow('superseded');
  });
});
