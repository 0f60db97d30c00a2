import { describe, expect, test } from 'vitest';
import { findingLines, measureLines } from './lines.ts';
import { measure } from './measure.ts';
import { sourceFiles } from './sourceFiles.ts';

const measured = (texts: Readonly<Record<string, string>>) => measure(sourceFiles(new Map(Object.entries(texts))));
const findingsOf = (texts: Readonly<Record<string, string>>) => measured(texts).findings;

/** A file that loads others. */
const loads = (...specifiers: readonly string[]): string => specifiers.map((one) => `import '${one}';\n`).join('');

describe('counts', () => {
  const house = measured({
    'src/core/tensor.ts': 'one\n',
    'src/core/labels/label.ts': loads('../tensor.ts', '../stats/mean.ts'),
    'src/core/labels/rules/rule.ts': loads('../../stats/mean.ts', '../label.ts'),
    'src/core/stats/mean.ts': `${loads('../labels/label.ts')}\n\n`,
    'src/core/stats/mean.test.ts': loads('./mean.ts', '../tensor.ts'),
    'src/core/testing/made.ts': loads('../stats/mean.ts'),
    'src/views/Grid/Grid.tsx': loads('../../core/tensor.ts', './Grid.module.css'),
    'src/views/Grid/Grid.module.css': 'a {\n}\n',
  });

  test('files and their lines, without tests; styles apart', () => {
    // Lines of the files, in order: 1, 2, 2, 2, 3.
    expect(house).toMatchObject({ nFiles: 5, nLines: 10, medianLines: 2, p90Lines: 3, maxLines: 3 });
    expect(house).toMatchObject({ nStyles: 1, nStyleLines: 2 });
  });

  test('a folder is a room with all that is in it, a loose file one of its own; arrows count once', () => {
    // labels -> tensor, labels -> stats (two files do), stats -> labels.
    expect(house.floors.find(({ floor }) => floor === 'core')).toEqual({
      floor: 'core',
      nFiles: 4,
      nRooms: 3,
      nArrows: 3,
      nArrowsOut: 0,
      nMutual: 1,
    });
  });

  test('an arrow to another floor is counted apart, a component and its styles are one room', () => {
    expect(house.floors.find(({ floor }) => floor === 'views')).toMatchObject({ nRooms: 1, nArrows: 0, nArrowsOut: 1 });
  });

  test('a loose component and its styles are one room', () => {
    const { floors } = measured({ 'src/app/App.tsx': loads('./App.module.css'), 'src/app/App.module.css': '' });
    expect(floors.find(({ floor }) => floor === 'app')).toMatchObject({ nRooms: 1, nArrows: 0 });
  });
});

test('arrows of the app are counted by whether they come from a topic, go to one, or touch none', () => {
  const { topics } = measured({
    'src/app/grid/a.ts': loads('../state/s.ts', '../shown/s.ts', './b.ts', '../../core/c.ts'),
    'src/app/grid/b.ts': loads('../state/s.ts'),
    'src/app/why/a.ts': loads('../shown/s.ts'),
    'src/app/shell/a.ts': loads('../grid/a.ts', '../why/a.ts', '../state/s.ts'),
    'src/app/shown/s.ts': loads('../state/s.ts'),
    'src/app/state/s.ts': '',
    'src/core/c.ts': '',
  });
  // From grid two, from why one; shell to both; shell -> state, shown -> state.
  expect(topics).toEqual({ nTopics: 2, nFrom: 3, nTo: 2, nBeside: 2 });
});

describe('imports that go up', () => {
  const UPWARD = [
    ['src/core/a.ts', 'src/inference/b.ts'],
    ['src/inference/a.ts', 'src/views/b.ts'],
    ['src/views/a.ts', 'src/inference/b.ts'],
    ['src/views/X/a.ts', 'src/app/state/b.ts'],
    ['src/app/state/a.ts', 'src/app/shown/b.ts'],
    ['src/app/shown/a.ts', 'src/app/parts/b.ts'],
    ['src/app/loops/a.ts', 'src/app/grid/b.ts'],
    ['src/app/parts/a.ts', 'src/app/grid/b.ts'],
    ['src/app/grid/a.ts', 'src/app/shell/b.ts'],
    ['src/app/shell/a.ts', 'src/app/App.tsx'],
  ] as const;

  const LEVEL_OR_DOWN = [
    ['src/inference/a.ts', 'src/core/b.ts'],
    ['src/app/state/a.ts', 'src/views/b.ts'],
    ['src/app/state/a.ts', 'src/inference/b.ts'],
    ['src/app/shown/a.ts', 'src/app/state/b.ts'],
    ['src/app/loops/a.ts', 'src/app/parts/b.ts'],
    ['src/app/grid/a.ts', 'src/app/parts/b.ts'],
    ['src/app/grid/a.ts', 'src/app/shown/b.ts'],
    ['src/app/export/a.ts', 'src/app/grid/b.ts'],
    ['src/app/App.tsx', 'src/app/shell/b.ts'],
    ['src/app/main.tsx', 'src/app/App.tsx'],
  ] as const;

  const link = (from: string, to: string) =>
    findingsOf({ [from]: loads(`${'../'.repeat(from.split('/').length - 1)}${to}`), [to]: '' });

  test.each(UPWARD)('%s may not import %s', (from, to) => {
    expect(link(from, to).upward).toEqual([`${from} -> ${to}`]);
  });

  test.each(LEVEL_OR_DOWN)('%s may import %s', (from, to) => {
    expect(link(from, to).upward).toEqual([]);
  });
});

test('a topic that imports another is found by the files; shell and export are no topics', () => {
  const { topicToTopic } = findingsOf({
    'src/app/grid/a.ts': loads('./b.ts', '../why/b.ts'),
    'src/app/grid/b.ts': '',
    'src/app/why/b.ts': loads('../parts/c.ts'),
    'src/app/parts/c.ts': '',
    'src/app/export/a.ts': loads('../why/b.ts'),
    'src/app/shell/a.ts': loads('../grid/a.ts'),
  });
  expect(topicToTopic).toEqual(['src/app/grid/a.ts -> src/app/why/b.ts']);
});

test('files that import types of each other are a circle; a test makes none', () => {
  const texts = {
    'src/core/a.ts': `import type { B } from './b.ts';`,
    'src/core/b.ts': `import type { A } from './a.ts';`,
  };
  expect(findingsOf(texts).circles).toEqual(['src/core/a.ts src/core/b.ts']);
  expect(findingsOf({ 'src/core/a.ts': loads('./a.test.ts'), 'src/core/a.test.ts': loads('./a.ts') }).circles).toEqual(
    [],
  );
});

test('loose files of the app stand in a row, or are named', () => {
  const loose = ['App.tsx', 'main.tsx', 'theme.css', 'odd.ts'];
  const texts = Object.fromEntries(loose.map((name) => [`src/app/${name}`, '']));
  expect(findingsOf(texts).unplaced).toEqual(['src/app/odd.ts']);
});

describe('exports without users', () => {
  const house = measured({
    'src/core/a.ts': 'export const used = 1, tested = used, own = tested, tooled = 1; export type Own = 1;',
    'src/core/b.ts': `import { used } from './a.ts';`,
    'src/core/a.test.ts': `import { used, tested, tooled } from './a.ts';`,
    'scripts/count.ts': `import { tooled } from '../src/core/a.ts';`,
    'e2e/a.spec.ts': 'export const spare = 1;',
  });

  test('what only tests take, and what no other file takes', () => {
    expect(house.findings.onlyTests).toEqual(['src/core/a.ts: tested']);
    expect(house.findings.unused).toEqual(['src/core/a.ts: own', 'src/core/a.ts: Own']);
  });

  test('what only a script takes is used, and counted', () => {
    expect(house).toMatchObject({ nExports: 5, nOnlyTools: 1 });
  });

  test('files of testing folders are tests', () => {
    const { findings } = measured({
      'src/core/testing/made.ts': `import { a } from '../a.ts'; export const made = a;`,
      'src/core/a.ts': 'export const a = 1;',
    });
    expect(findings).toMatchObject({ onlyTests: ['src/core/a.ts: a'], unused: [] });
  });
});

describe('the report', () => {
  test('counts everything that should not be', () => {
    const house = measured({ 'src/core/a.ts': 'export const a = 1;\n' });
    expect(measureLines(house)).toContain('   1  exports that no other file takes');
    expect(measureLines(house)).toContain('   0  circles of files, types included');
    expect(measureLines(house)).toContain('core            1      1       0          0       0');
  });

  test('names what should not be by its kind, and says nothing where all is well', () => {
    expect(findingLines(findingsOf({ 'src/core/a.ts': 'export const a = 1;\n' }))).toEqual([
      '',
      'exports that no other file takes:',
      '  src/core/a.ts: a',
    ]);
    expect(findingLines(findingsOf({ 'src/core/a.ts': '' }))).toEqual([]);
  });
});
