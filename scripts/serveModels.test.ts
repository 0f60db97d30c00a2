import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, createServer, preview } from 'vite';
import type { InlineConfig } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveModels } from './serveModels.ts';

// Vite itself, over a page of one line: what counts is what a browser gets.
const root = mkdtempSync(join(tmpdir(), 'headlight-serve-'));
const modelsDir = resolve(import.meta.dirname, '../models');
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const config: InlineConfig = {
  root,
  base: './',
  configFile: false,
  logLevel: 'error',
  plugins: [serveModels()],
  server: { headers: isolation, port: 0, host: '127.0.0.1', ws: false, watch: null },
  preview: { headers: isolation, port: 0, host: '127.0.0.1' },
  worker: { format: 'es' },
};

type Kind = 'dev' | 'preview';
const urls = new Map<Kind, string>();
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  writeFileSync(join(root, 'index.html'), '<title>stand-in</title><script type="module" src="./main.js"></script>');
  writeFileSync(join(root, 'main.js'), "new Worker(new URL('./work.js', import.meta.url), { type: 'module' });");
  writeFileSync(join(root, 'work.js'), 'postMessage(1);');
  const dev = await (await createServer(config)).listen();
  await build(config);
  const built = await preview(config);
  urls.set('dev', dev.resolvedUrls?.local[0] ?? '').set('preview', built.resolvedUrls?.local[0] ?? '');
  closers.push(
    () => dev.close(),
    () => built.close(),
  );
});

afterAll(async () => {
  await Promise.all(closers.map((close) => close()));
  rmSync(root, { recursive: true });
});

describe.each(['dev', 'preview'] as const)('%s', (kind) => {
  const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(new URL(path, urls.get(kind)), init);

  test('a served file comes whole, with its length and isolation headers', async () => {
    const file = readFileSync(join(modelsDir, 'bookworm-gpt/onnx/model.onnx'));
    const response = await ask('models/bookworm-gpt/onnx/model.onnx');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe(String(file.byteLength));
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(response.headers.get('content-type') ?? '').not.toContain('html');
    expect(Buffer.from(await response.arrayBuffer()).equals(file)).toBe(true);
  });

  test('HEAD gives the length and no body', async () => {
    const { size } = statSync(join(modelsDir, 'bookworm-bert/onnx/model.onnx'));
    const response = await ask('models/bookworm-bert/onnx/model.onnx', { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length')]).toEqual([200, String(size)]);
    expect(await response.text()).toBe('');
  });

  test.each(['models/manifest.json', 'models/bookworm-bert/config.json', 'models/bookworm-gpt/tokenizer.json'])(
    '%s is JSON',
    async (path) => {
      const response = await ask(path);
      expect(response.headers.get('content-type')).toContain('application/json');
      expect(await response.json()).toEqual(JSON.parse(readFileSync(join(modelsDir, '..', path), 'utf8')));
    },
  );

  test.each([
    'models/none/config.json',
    'models/bookworm-gpt/reference.npz',
    'models/bookworm-gpt/model.safetensors',
    'models/training/README.md',
    'models/bookworm-gpt/%2e%2e%2f%2e%2e%2fpackage.json',
    'models/%E0%A4%A',
    'models/',
    'no-such-page',
  ])('%s is a 404, not the page', async (path) => {
    const response = await ask(path, { headers: { accept: 'text/html,*/*' } });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.text()).not.toContain('stand-in');
  });

  test('the page and its worker script carry the isolation headers', async () => {
    const page = await ask('');
    const entry = /src="([^"]*main[^"]*|[^"]*assets[^"]*)"/.exec(await page.text())?.[1] ?? '';
    const script = await (await ask(entry)).text();
    const worker = /["'`(]([^"'`(]*work[^"'`(]*?\.js[^"'`)]*)["'`]/.exec(script.slice(script.indexOf('Worker(')))?.[1];
    const workerResponse = await ask(new URL(worker ?? 'missing', new URL(entry, page.url)).href);
    for (const response of [page, workerResponse]) {
      expect(response.status).toBe(200);
      expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    }
    expect(await workerResponse.text()).toContain('postMessage(1)');
  });
});
