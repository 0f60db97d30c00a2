import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { licences, packageFolder, readPackage } from './licences.ts';

const MIT = readFileSync(resolve(import.meta.dirname, '../LICENSE'), 'utf8');
let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'headlight-licences-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Writes a package as npm would lay it down. */
function install(name: string, about: object, files: Readonly<Record<string, string>>): string {
  const folder = join(root, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3', main: 'index.js', ...about }));
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  return folder;
}

describe('the licences of a build', () => {
  test('are those of the code, styles, fonts and binaries in it, workers included, and of nothing else', async () => {
    install(
      'in-page',
      { license: 'MIT' },
      { 'index.js': 'export const a = (n) => globalThis.seen(n);', LICENSE: 'Page licence.' },
    );
    install(
      'unused',
      { license: 'MIT' },
      { 'index.js': 'export const b = (n) => globalThis.seen(n);', LICENSE: 'Unused licence.' },
    );
    install(
      '@fonts/serif',
      { license: 'OFL-1.1' },
      {
        'index.css': '@font-face { font-family: Serif; src: url(./serif.woff2); }',
        'serif.woff2': 'font',
        'LICENSE.txt': 'Font licence.',
      },
    );
    install(
      'in-worker',
      { license: 'ISC' },
      { 'index.js': 'export const c = (n) => globalThis.seen(n);', 'LICENCE.md': 'Worker licence.' },
    );
    install('binary', { license: 'MIT' }, { 'run.wasm': 'binary', COPYING: 'Binary licence.' });
    writeFileSync(join(root, 'LICENSE'), MIT);
    writeFileSync(join(root, 'index.html'), '<script type="module" src="./main.js"></script>');
    writeFileSync(
      join(root, 'main.js'),
      `import { a } from 'in-page'; import 'unused/none.js'; import '@fonts/serif/index.css';
       console.log(a(1), a(2), new URL('./node_modules/binary/run.wasm', import.meta.url).href);
       new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });`,
    );
    writeFileSync(join(root, 'node_modules/unused/none.js'), '');
    writeFileSync(join(root, 'worker.js'), `import { c } from 'in-worker'; postMessage(c(1) + c(2));`);
    const shipped = licences(root);
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      plugins: [shipped.page()],
      worker: { format: 'es', plugins: () => [shipped.worker()] },
      build: { assetsInlineLimit: 0 },
    });
    const text = readFileSync(join(root, 'dist/licences.txt'), 'utf8');
    for (const part of [
      'The Headlight authors',
      'in-page 1.2.3 (MIT)\n\nPage licence.',
      '@fonts/serif 1.2.3 (OFL-1.1)\n\nFont licence.',
      'in-worker 1.2.3 (ISC)\n\nWorker licence.',
      'binary 1.2.3 (MIT)\n\nBinary licence.',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('Unused licence.');
  });

  test('are refused where a package brings none', () => {
    const folder = install('bare', { license: 'MIT' }, {});
    expect(() => readPackage(folder, MIT)).toThrow(/bare.*no text/);
  });

  test('of the runtime, which brings none, are written out, with where to find the rest', () => {
    const folder = install('onnxruntime-web', { license: 'MIT' }, {});
    const { text } = readPackage(folder, MIT);
    expect(text).toContain('Copyright (c) Microsoft Corporation');
    expect(text).not.toContain('Headlight');
    expect(text).toContain('/v1.2.3/ThirdPartyNotices.txt');
    const other = install('onnxruntime-web', { license: 'Proprietary' }, {});
    expect(() => readPackage(other, MIT)).toThrow(/no text/);
  });
});

test.each([
  ['/home/me/node_modules/react/index.js', '/home/me/node_modules/react'],
  ['/home/me/node_modules/@fonts/serif/files/a.woff2', '/home/me/node_modules/@fonts/serif'],
  ['/home/me/node_modules/a/node_modules/b/index.js', '/home/me/node_modules/a/node_modules/b'],
  ['\0/home/me/node_modules/react/index.js?commonjs', '/home/me/node_modules/react'],
  ['/home/me/src/app/main.tsx', null],
  ['\0rolldown/runtime', null],
])('%j belongs to %j', (path, folder) => {
  expect(packageFolder(path)).toBe(folder);
});
