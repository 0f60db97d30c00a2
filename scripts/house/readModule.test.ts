import { describe, expect, test } from 'vitest';
import { readModule } from './readModule.ts';

const usesOf = (text: string) => readModule('src/a.tsx', text).uses;
const exportsOf = (text: string) => readModule('src/a.tsx', text).exports;

describe('what a file takes', () => {
  test('names of values and of types, by the name that the other file gives them', () => {
    expect(usesOf(`import { b as c, type D } from './b.ts'; import type { E } from './e.ts';`)).toEqual([
      { specifier: './b.ts', names: ['b', 'D'] },
      { specifier: './e.ts', names: ['E'] },
    ]);
  });

  test('the default export', () => {
    expect(usesOf(`import styles from './A.module.css';`)).toEqual([
      { specifier: './A.module.css', names: ['default'] },
    ]);
  });

  test('nothing by name where a file is loaded for what it does', () => {
    expect(usesOf(`import './theme.css';`)).toEqual([{ specifier: './theme.css', names: [] }]);
  });

  test('all of what is taken under one name', () => {
    expect(usesOf(`import * as b from './b.ts';`)).toEqual([{ specifier: './b.ts', names: 'all' }]);
  });

  test('what it passes on', () => {
    expect(usesOf(`export { b as c } from './b.ts'; export * from './d.ts';`)).toEqual([
      { specifier: './b.ts', names: ['b'] },
      { specifier: './d.ts', names: 'all' },
    ]);
  });

  test('one name of a file that is loaded later', () => {
    expect(usesOf(`const Help = fetched(async () => (await import('./Help.tsx')).Help);`)).toEqual([
      { specifier: './Help.tsx', names: ['Help'] },
    ]);
  });

  test('names that are picked out of a file that is loaded later', () => {
    expect(usesOf(`async function f() { const { a, b: c } = await import('./b.ts'); return [a, c]; }`)).toEqual([
      { specifier: './b.ts', names: ['a', 'b'] },
    ]);
  });

  test('all of a file that is loaded later where it does not show what is taken', () => {
    expect(usesOf(`const b = import('./b.ts');`)).toEqual([{ specifier: './b.ts', names: 'all' }]);
    expect(usesOf(`async function f() { const { a, ...rest } = await import('./b.ts'); }`)).toEqual([
      { specifier: './b.ts', names: 'all' },
    ]);
  });

  test('a type that is imported where it is written', () => {
    expect(usesOf(`let b: import('./b.ts').B;`)).toEqual([{ specifier: './b.ts', names: ['B'] }]);
    expect(usesOf(`let b: typeof import('./b.ts');`)).toEqual([{ specifier: './b.ts', names: 'all' }]);
  });

  test('the script of a worker, but no address of the web', () => {
    expect(usesOf(`new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });`)).toEqual([
      { specifier: './worker.ts', names: [] },
    ]);
    expect(usesOf(`new URL('./worker.ts', document.baseURI);`)).toEqual([]);
  });
});

describe('what a file exports', () => {
  test('declarations, lists, patterns and types, by the outer name, each once', () => {
    const text = `
      export function f() {}
      export const { a, b: [c] } = f();
      export type T = 1;
      export const T = 1;
      const inner = 2;
      export { inner as outer };`;
    expect(exportsOf(text)).toEqual(['f', 'a', 'c', 'T', 'outer']);
  });

  test('the default export and what is passed on by name', () => {
    expect(exportsOf(`export default 1; export { b as c } from './b.ts'; export * from './d.ts';`)).toEqual([
      'default',
      'c',
    ]);
  });
});

test('a file that does not parse is refused by its name', () => {
  expect(() => readModule('src/broken.ts', 'export const = 1;')).toThrow(/^src\/broken\.ts: /);
});
