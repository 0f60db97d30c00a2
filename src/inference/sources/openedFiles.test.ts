import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hearEngine } from '../testing/hearEngine.ts';
import { modelFile } from '../testing/shippedModels.ts';

// What people open beside a model, and what is right. The folders are those of e2e/fixtures/opened/files.

const FOLDERS = join(import.meta.dirname, '../../../e2e/fixtures/opened/files');
const TEXT = 'The cat sat.';
/** Its tokens by the tokenizer.json of the model, without the one in front that its config asks for. */
const PIECES = 'The| cat| sat|.';

type Row = {
  readonly folder: string;
  /** Beside what the folder holds and the graph. */
  readonly also?: readonly ('tokenizer.json' | 'config.json')[];
  readonly text?: string;
  /** The error, or the tokens of the text and the most that the model takes. */
  readonly right: RegExp;
};

const ROWS: readonly Row[] = [
  { folder: 'broken-json-beside-model', right: /^bad-input: .*tokenizer\.json/ },
  { folder: 'broken-tokenizer', right: /^bad-input: .*tokenizer\.json/ },
  { folder: 'vocab-huge-id', right: /^tokenizer-failed: the vocabulary has the id 4294967290.*only 2 entries/ },
  // It has no letter but "a" and "b", and nothing for unknown ones.
  { folder: 'vocab-hole-tokenizer.json', text: 'abba cab', right: /^a\|b\|b\|a\|a\|b of 256$/ },
  { folder: 'config-limit', also: ['tokenizer.json'], right: exactly(`<|endoftext|>|${PIECES} of 256`) },
  { folder: 'novocab', right: exactly(`${PIECES} of 256`) },
  // Its pattern takes ages over a long row of one letter, which nobody types here.
  { folder: 'redos', right: exactly(`<|endoftext|>|${PIECES} of 256`) },
];

function exactly(words: string): RegExp {
  return new RegExp(`^${words.replace(/[|.]/g, String.raw`\$&`)}$`);
}

test('every folder has its row', () => {
  expect(ROWS.map(({ folder }) => folder).toSorted()).toEqual(readdirSync(FOLDERS).toSorted());
});

test.each(ROWS.map((row) => [row.folder, row] as const))('%s', async (_, { folder, also = [], text = TEXT, right }) => {
  const { engine, of } = hearEngine();
  const own = readdirSync(join(FOLDERS, folder)).map(
    (name) => [name, readFileSync(join(FOLDERS, folder, name))] as const,
  );
  const contents = [
    ...own,
    ...also.map((name) => [name, modelFile('bookworm-gpt', name)] as const),
    ['model.onnx', modelFile('bookworm-gpt', 'onnx/model.onnx')] as const,
  ];
  const files = contents.map(([name, bytes]) => ({
    path: `${folder}/${name}`,
    blob: new Blob([new Uint8Array(bytes)]),
  }));
  engine.handle({
    type: 'load',
    loadId: 1,
    source: { from: 'files', id: folder, name: folder, files },
    backend: 'wasm',
  });
  engine.handle({ type: 'run', runId: 1, input: { kind: 'text', text, pair: null } });
  await engine.idle();
  const failed = [...of('load-failed'), ...of('run-failed')].map(({ error }) => `${error.code}: ${error.detail}`);
  const ran = of('ran').map(
    ({ run }) => `${run.tokens.map((token) => token.text).join('|')} of ${run.model.maxTokens}`,
  );
  // A run that was asked for with a load that failed fails too.
  expect(failed[0] ?? ran[0]).toMatch(right);
});
