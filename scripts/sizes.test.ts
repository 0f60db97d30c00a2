import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, describe, expect, test } from 'vitest';
import { parseBudgets, scriptsWithRuntime, sizeFiles, weigh } from './sizes.ts';

const scratch = mkdtempSync(join(tmpdir(), 'headlight-size-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const file = (path: string, kib: number, isWithPage = false) => ({
  path,
  rawBytes: 4096 * kib,
  brotliBytes: 1024 * kib,
  isWithPage,
});
const budgets = parseBudgets(
  JSON.stringify([
    { name: 'worker', files: 'worker', totalKiB: 10 },
    { name: 'first', files: '\\.js$', withPage: true, totalKiB: 4 },
    { name: 'js', files: '\\.js$', totalKiB: 5 },
    { name: 'wasm', files: '\\.wasm$', eachKiB: 7 },
  ]),
);

describe('weigh', () => {
  test('a total is over by its sum, a single file by itself', () => {
    const { lines } = weigh([file('a.js', 3), file('b.js', 3), file('x.wasm', 6), file('y.wasm', 8)], budgets);
    expect(lines.map(({ name, brotliBytes, isOver }) => [name, brotliBytes / 1024, isOver])).toEqual([
      ['worker', 0, false],
      ['first', 0, false],
      ['js', 6, true],
      ['wasm x.wasm', 6, false],
      ['wasm y.wasm', 8, true],
    ]);
  });

  test('a file belongs to the first budget that matches, and exactly the limit is allowed', () => {
    const { lines } = weigh([file('worker.js', 10), file('a.js', 5)], budgets);
    expect(lines.map((line) => line.isOver)).toEqual([false, false, false]);
  });

  test('what comes with the page has a budget of its own, whatever its name', () => {
    const { lines } = weigh([file('a.js', 3, true), file('b.js', 2, true), file('c.js', 5)], budgets);
    expect(lines.map(({ name, isOver }) => [name, isOver])).toEqual([
      ['worker', false],
      ['first', true],
      ['js', false],
    ]);
  });

  test('a file that no budget covers is named', () => {
    expect(weigh([file('a.js', 1), file('film.mp4', 1)], budgets).unbudgeted).toEqual(['film.mp4']);
  });
});

test('sizes are those of the files, compressed', async () => {
  const dist = join(scratch, 'sizes');
  mkdirSync(join(dist, 'deep'), { recursive: true });
  writeFileSync(join(dist, 'deep/a.txt'), 'la '.repeat(1000));
  writeFileSync(join(dist, 'deep/b.txt'), '');
  writeFileSync(join(dist, 'index.html'), '<link href="./deep/b.txt">');
  const [sized, empty, ...others] = await sizeFiles(dist);
  expect(others.map(({ path }) => path)).toEqual(['index.html']);
  expect(sized).toMatchObject({ path: 'deep/a.txt', rawBytes: 3000, isWithPage: false });
  expect(empty).toMatchObject({ path: 'deep/b.txt', rawBytes: 0, isWithPage: true });
  expect(sized?.brotliBytes).toBeGreaterThan(5);
  expect(sized?.brotliBytes).toBeLessThan(100);
});

test.each(['{}', '[{"name":"a","files":"b"}]', '[{"files":"b","totalKiB":1}]'])('%s is no list of budgets', (json) => {
  expect(() => parseBudgets(json)).toThrow(TypeError);
});

// Built by Vite from the real package, so that the marks are those that minifying leaves.
async function site(name: string, main: string): Promise<string> {
  const root = join(import.meta.dirname, '..', 'node_modules', '.cache', `headlight-size-${name}-${process.pid}`);
  const outDir = join(scratch, name);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'index.html'), '<script type="module" src="./main.js"></script>');
  writeFileSync(join(root, 'main.js'), main);
  const runtime =
    "import { Tensor, InferenceSession } from 'onnxruntime-web/wasm'; console.log(Tensor, InferenceSession.create);";
  writeFileSync(join(root, 'runtime.js'), runtime);
  try {
    await build({
      root,
      base: './',
      configFile: false,
      logLevel: 'error',
      build: { outDir },
      worker: { format: 'es' },
    });
  } finally {
    rmSync(root, { recursive: true });
  }
  return outDir;
}

describe('the runtime in the page', () => {
  test('is found where the page imports it', async () => {
    const dist = await site('direct', "import './runtime.js';");
    expect(scriptsWithRuntime(dist)).toEqual([expect.stringMatching(/^assets\/index-.*\.js$/)]);
  });

  test('is not found where only a worker imports it', async () => {
    const dist = await site('worker', "new Worker(new URL('./runtime.js', import.meta.url), { type: 'module' });");
    expect(scriptsWithRuntime(dist)).toEqual([]);
  });

  test('a page without scripts is an error, not a pass', () => {
    writeFileSync(join(scratch, 'index.html'), '<title>empty</title>');
    expect(() => scriptsWithRuntime(scratch)).toThrow(RangeError);
  });
});
