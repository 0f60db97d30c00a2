import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findingLines } from '../scripts/house/lines.ts';
import { measure } from '../scripts/house/measure.ts';
import { readSourceFiles } from '../scripts/house/sourceFiles.ts';
import type { SourceFile } from '../scripts/house/sourceFiles.ts';

// Proof that the nets around layers and rooms hold: imports are planted in a scratch copy of the project's configuration, and
// linter and compiler must refuse exactly the forbidden ones; so must the graph of imports, for rooms, circles and exports. The allowed ones are there
// because a tool that does not start, or refuses everything, would otherwise pass for a good one.

const root = resolve(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'headlight-boundaries-'));
afterAll(() => rmSync(scratch, { recursive: true }));

type Plant = { readonly file: string; readonly code: string };

const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

function plant(project: string, { file, code }: Plant): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), code);
}

function importsFact(layer: string, other: string): Plant {
  const code = `import { fact } from '../${other}/${other}Fact.ts';\nexport const same = fact;\n`;
  return { file: `src/${layer}/from-${other}.ts`, code };
}

function importsType(layer: string, other: string): Plant {
  const code = `import type { Fact } from '../${other}/${other}Fact.ts';\nexport type Same = Fact;\n`;
  return { file: `src/${layer}/type-from-${other}.ts`, code };
}

function says(layer: string, name: string): Plant {
  return { file: `src/${layer}/${name}.ts`, code: `export const found: unknown = ${name};\n` };
}

describe('the linter', () => {
  const FORBIDDEN = [
    ['core', '../inference/door/client.ts', 'load'],
    ['core', '../views/parts/Axis.tsx', 'Axis'],
    ['core', '../app/state/reduce.ts', 'reduce'],
    ['core', 'react', 'useState'],
    ['core', 'd3', 'scaleLinear'],
    ['core', 'onnxruntime-web/wasm', 'Tensor'],
    ['core', 'zustand/vanilla', 'createStore'],
    ['core/labels', '../../inference/protocol.ts', 'Reply'],
    ['inference', '../views/parts/Axis.tsx', 'Axis'],
    ['inference', '../app/state/reduce.ts', 'reduce'],
    ['inference/surgery', '../../app/state/reduce.ts', 'reduce'],
    ['inference', 'react', 'useState'],
    ['inference', 'd3', 'scaleLinear'],
    ['inference', 'zustand/vanilla', 'createStore'],
    ['views', '../inference/protocol.ts', 'Reply'],
    ['views/HeadGrid', '../../app/state/reduce.ts', 'reduce'],
    ['views', 'onnxruntime-web/webgpu', 'Tensor'],
    ['views', '@xenova/transformers', 'AutoTokenizer'],
    ['views', 'zustand', 'create'],
    ['views', 'd3', 'select'],
    ['views', 'd3', 'zoom'],
    ['views', 'd3-selection', 'select'],
    ['views/behaviors', 'react', 'useEffect'],
    ['views/behaviors', '../../app/state/reduce.ts', 'reduce'],
    ['app', '../inference/door/worker.ts', 'handle'],
    ['app/off', '../../inference/runtime/session.ts', 'createSession'],
    ['app', '../inference/surgery/surgery.ts', 'operate'],
    ['app/off', '../../inference/tokenizer/tokenizer.ts', 'tokenize'],
    ['app', 'onnxruntime-web/wasm', 'Tensor'],
    ['app', 'd3', 'scaleLinear'],
    ['app', '@xenova/transformers', 'AutoTokenizer'],
  ] as const;

  const ALLOWED = [
    ['core', './tensor.ts', 'patternOf'],
    ['core/labels', '../tensor.ts', 'patternOf'],
    ['inference', '../core/tensor.ts', 'patternOf'],
    ['inference', 'onnxruntime-web/wasm', 'Tensor'],
    ['inference', '@xenova/transformers', 'AutoTokenizer'],
    ['views', '../core/tensor.ts', 'patternOf'],
    ['views', 'd3', 'scaleLinear'],
    ['views', 'react', 'useState'],
    ['views/behaviors', 'd3', 'select'],
    ['views/behaviors', '../../core/tensor.ts', 'patternOf'],
    ['app', '../inference/door/client.ts', 'createModelClient'],
    ['app', '../inference/protocol.ts', 'Reply'],
    ['app', '../views/parts/Axis.tsx', 'Axis'],
    ['app', '../core/tensor.ts', 'patternOf'],
    ['app', 'zustand/vanilla', 'createStore'],
  ] as const;

  type Edge = readonly [folder: string, from: string, name: string];
  const EDGES: readonly Edge[] = [...FORBIDDEN, ...ALLOWED];
  const fileOf = ([folder, from, name]: Edge): string =>
    `src/${folder}/plant-${`${name}-${from}`.replaceAll(/[^A-Za-z0-9]+/g, '-')}.ts`;
  const refused = new Set<string>();

  let nLinted = 0;

  beforeAll(() => {
    const project = join(scratch, 'linter');
    cpSync(join(root, '.oxlintrc.json'), join(project, '.oxlintrc.json'));
    for (const edge of EDGES) {
      const [, from, name] = edge;
      // Type-only imports are edges too.
      const keyword = name === 'Reply' ? 'import type' : 'import';
      plant(project, {
        file: fileOf(edge),
        code: `${keyword} { ${name} } from '${from}';\nexport type Used = typeof ${name};\n`,
      });
    }
    const lint = spawnSync(bin('oxlint'), ['--format', 'json', 'src'], { cwd: project, encoding: 'utf8' });
    const report: { number_of_files: number; diagnostics: { code: string; filename: string }[] } = JSON.parse(
      lint.stdout,
    );
    nLinted = report.number_of_files;
    for (const { code, filename } of report.diagnostics) {
      if (code === 'eslint(no-restricted-imports)') refused.add(filename);
    }
  });

  test('lints every planted file', () => {
    expect(nLinted).toBe(EDGES.length);
  });

  test.each(FORBIDDEN)('src/%s may not import %s { %s }', (...edge) => {
    expect(refused).toContain(fileOf(edge));
  });

  test.each(ALLOWED)('src/%s may import %s { %s }', (...edge) => {
    expect(refused).not.toContain(fileOf(edge));
  });
});

describe('the compiler', () => {
  const LAYERS = ['core', 'inference', 'views', 'app'];
  const base: readonly Plant[] = LAYERS.map((layer) => ({
    file: `src/${layer}/${layer}Fact.ts`,
    code: `export type Fact = { readonly of: '${layer}' };\nexport const fact: Fact = { of: '${layer}' };\n`,
  }));

  const REFUSED: readonly (readonly [string, Plant])[] = [
    ['core does not see inference', importsFact('core', 'inference')],
    ['core does not see a type of the views', importsType('core', 'views')],
    ['inference does not see the views', importsFact('inference', 'views')],
    ['views do not see inference', importsFact('views', 'inference')],
    ['views do not see a type of the app', importsType('views', 'app')],
    ['core has no document', says('core', 'document')],
    ['core has no window', says('core', 'window')],
    ['core has no process', says('core', 'process')],
    ['inference has no document', says('inference', 'document')],
  ];

  const ACCEPTED: readonly (readonly [string, Plant])[] = [
    ['inference sees core', importsFact('inference', 'core')],
    ['views see core', importsFact('views', 'core')],
    ['the app sees inference', importsFact('app', 'inference')],
    ['the app sees the views', importsFact('app', 'views')],
    ['inference has its worker scope', says('inference', 'self')],
    ['views have document', says('views', 'document')],
  ];

  const wrong = new Set<string>();

  beforeAll(() => {
    const project = join(scratch, 'compiler');
    cpSync(join(root, 'tsconfig.base.json'), join(project, 'tsconfig.base.json'));
    for (const layer of LAYERS) {
      cpSync(join(root, 'src', layer, 'tsconfig.json'), join(project, 'src', layer, 'tsconfig.json'));
    }
    // All packages but not the compiler's cache beside them, into which the project's own build writes.
    const packages = join(root, 'node_modules');
    mkdirSync(join(project, 'node_modules'));
    for (const name of readdirSync(packages)) {
      if (!name.startsWith('.')) symlinkSync(join(packages, name), join(project, 'node_modules', name));
    }
    for (const one of [...base, ...[...REFUSED, ...ACCEPTED].map(([, planted]) => planted)]) plant(project, one);
    const compile = spawnSync(bin('tsc'), ['-b', '--pretty', 'false', ...LAYERS.map((layer) => `src/${layer}`)], {
      cwd: project,
      encoding: 'utf8',
    });
    for (const line of compile.stdout.split('\n')) {
      const [, file] = /^(src\/[^(]+)\(\d+,\d+\): error TS/.exec(line) ?? [];
      if (file) wrong.add(file);
    }
  });

  test.each(REFUSED)('%s', (_fact, { file }) => {
    expect(wrong).toContain(file);
  });

  test.each(ACCEPTED)('%s', (_fact, { file }) => {
    expect(wrong).not.toContain(file);
  });

  test('no file that was not planted as wrong is refused', () => {
    expect([...wrong].toSorted()).toEqual(REFUSED.map(([, { file }]) => file).toSorted());
  });
});

test('every layer of the source tree is one that the nets know', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map((entry) => entry.name).toSorted()).toEqual(['app', 'core', 'inference', 'offline', 'views']);
  const solution: { references: { path: string }[] } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  expect(solution.references.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['src/core', 'src/inference', 'src/views', 'src/offline', 'src/app']),
  );
});

describe('the graph of imports', () => {
  let files: readonly SourceFile[] = [];
  beforeAll(() => {
    files = readSourceFiles(root);
  }, 120_000);

  /** A file that takes a name of another one. */
  const taking = (path: string, file: string, name: string, exports: readonly string[] = []): SourceFile => ({
    path,
    kind: path.includes('.test.') ? 'test' : 'product',
    nLines: 1,
    uses: [{ file, names: [name] }],
    exports,
  });

  /** What is found because of planted files. */
  const findingsWith = (...planted: readonly SourceFile[]) => {
    const { findings } = measure([...files, ...planted]);
    const ofPlanted = (found: readonly string[]) => found.filter((one) => one.includes('planted'));
    return {
      upward: ofPlanted(findings.upward),
      topicToTopic: ofPlanted(findings.topicToTopic),
      circles: ofPlanted(findings.circles),
      onlyTests: ofPlanted(findings.onlyTests),
      unused: ofPlanted(findings.unused),
    };
  };

  test('finds nothing: none up, no topic that imports another, no circle, no export for tests alone', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(findingLines(measure(files).findings)).toEqual([]);
  });

  test('finds a topic that imports another', () => {
    const { topicToTopic } = findingsWith(taking('src/app/grid/planted.ts', 'src/app/why/WhyPanel.tsx', 'WhyPanel'));
    expect(topicToTopic).toEqual(['src/app/grid/planted.ts -> src/app/why/WhyPanel.tsx']);
  });

  test('finds a piece that imports a topic, and a state that imports a piece', () => {
    const { upward } = findingsWith(
      taking('src/app/parts/planted.ts', 'src/app/why/WhyPanel.tsx', 'WhyPanel'),
      taking('src/app/state/planted.ts', 'src/app/parts/Choice.tsx', 'Choice'),
    );
    expect(upward).toEqual([
      'src/app/parts/planted.ts -> src/app/why/WhyPanel.tsx',
      'src/app/state/planted.ts -> src/app/parts/Choice.tsx',
    ]);
  });

  test('lets shell and export import topics, and topics the rooms below', () => {
    const { upward, topicToTopic } = findingsWith(
      taking('src/app/shell/planted.ts', 'src/app/why/WhyPanel.tsx', 'WhyPanel'),
      taking('src/app/export/planted.ts', 'src/app/why/WhyPanel.tsx', 'WhyPanel'),
      taking('src/app/grid/planted.ts', 'src/app/parts/Choice.tsx', 'Choice'),
    );
    expect([upward, topicToTopic]).toEqual([[], []]);
  });

  test('finds a circle of types', () => {
    const { circles } = findingsWith(
      taking('src/core/planted.ts', 'src/core/planted2.ts', 'B', ['A']),
      taking('src/core/planted2.ts', 'src/core/planted.ts', 'A', ['B']),
    );
    expect(circles).toEqual(['src/core/planted.ts src/core/planted2.ts']);
  });

  test('finds an export that only a test takes, and one that nothing takes', () => {
    const { onlyTests, unused } = findingsWith(
      taking('src/core/planted.ts', 'src/core/tensor.ts', 'patternOf', ['tested', 'spare']),
      taking('src/core/planted.test.ts', 'src/core/planted.ts', 'tested'),
    );
    expect([onlyTests, unused]).toEqual([['src/core/planted.ts: tested'], ['src/core/planted.ts: spare']]);
  });
});

// Class names of the built page are made of the file's name and the class.
test('no two style modules have one name', () => {
  const names = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.module.css'))
    .map((path) => basename(path));
  expect(names.length).toBeGreaterThan(9);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
