import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARTS, RUN_WITH_PARTS } from '../../src/core/recorded/testing/runWithParts.ts';
import { npy, npyTexts, npz, rows, utf8 } from '../../src/core/recorded/testing/writers.ts';
import { runJsonParts } from '../../src/core/runJson.ts';
import { atOnce } from '../../src/core/slices.ts';
import { nameInPlace } from '../../src/core/tokenText.ts';
import { openRecording } from '../../src/inference/recording/recording.ts';
import { runRecording } from '../../src/inference/recording/runRecording.ts';
import type { GoodFile, Reader } from './reader.ts';

const ROOT = join(import.meta.dirname, '../..');

function files(folder: string, names: readonly string[]): readonly GoodFile[] {
  return names.map((name) => ({
    name,
    kind: name.endsWith('.json') ? 'json' : 'bytes',
    bytes: readFileSync(join(ROOT, folder, name)),
  }));
}

const written = (names: readonly string[]) => files('src/core/recorded/fixtures', names);
const opened = (names: readonly string[]) => files('e2e/fixtures/opened/recordings', names);

function json(name: string, value: unknown): GoodFile {
  return { name, kind: 'json', bytes: utf8(JSON.stringify(value)) };
}

/** Opens files as a person does, up to the run and its tokens as they stand on screen. */
async function open(contents: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const blobs = Object.entries(contents).map(([path, bytes]) => ({ path, blob: new Blob([new Uint8Array(bytes)]) }));
  const recording = await openRecording({ from: 'recording', id: 'opened', name: 'opened', files: blobs }, atOnce);
  const { run } = await runRecording(recording, { type: 'run', runId: 1, input: { kind: 'nothing' } }, atOnce);
  for (const { kind, nLayers, nHeads, nQueries, nKeys, data } of run.attention) {
    if (data.length !== nLayers * nHeads * nQueries * nKeys) throw new Error(`${kind} has ${data.length} weights`);
    if (!data.every((weight) => weight >= 0 && weight < 1.1)) throw new Error(`${kind} holds what is no weight`);
    const queries = kind === 'encoder' ? run.tokens : (run.targetTokens ?? run.tokens);
    const keys = kind === 'cross' ? run.tokens : (run.keyTokens ?? queries);
    if (queries.length !== nQueries || keys.length !== nKeys) throw new Error(`${kind} has other tokens than weights`);
  }
  for (const token of [...run.tokens, ...(run.targetTokens ?? []), ...(run.keyTokens ?? [])]) nameInPlace(token);
}

const ATTENTION = npy([1, 2, 3, 3], rows([2, 3, 3]));

/** Attention that was computed elsewhere, and runs that were saved. */
export const RECORDING_READERS: readonly Reader[] = [
  {
    name: 'recording .npy',
    good: () => written(['little-f2.npy', 'big-f8.npy', 'fortran.npy', 'one-hot-b1.npy', 'batch.npy', 'version-3.npy']),
    read: (bytes) => open({ 'a.npy': bytes }),
  },
  {
    name: 'recording .npz',
    good: () => [
      ...written(['stored.npz', 'compressed.npz', 'positional.npz', 'encoder-decoder.npz', 'some-layers.npz']),
      ...opened(['generate.npz', 'tl-cache.npz', 'dec19-leftpad4.npz']),
    ],
    read: (bytes) => open({ 'a.npz': bytes }),
  },
  {
    // A damaged zip is found out by its sum, so that what lies in it is damaged before it is packed.
    name: 'arrays in an .npz',
    good: () => written(['little-f4.npy', 'fortran-big.npy', 'version-2.npy']),
    read: (bytes) => open({ 'a.npz': npz({ attention: bytes }) }),
  },
  {
    name: 'tokens in an .npz',
    good: () => [
      { name: 'one sentence', kind: 'bytes', bytes: npyTexts([3], ['Ġa', '\u200bcat', '[PAD]']) },
      { name: 'two sentences', kind: 'bytes', bytes: npyTexts([2, 3], ['ä½ł', 'å¥½', 'un@@', 'a</w>', '▁b', '##c']) },
    ],
    read: (bytes) => open({ 'a.npz': npz({ attention: ATTENTION, tokens: bytes }) }),
  },
  {
    name: 'recording .safetensors',
    good: () => written(['float16.safetensors', 'bfloat16.safetensors', 'int64.safetensors']),
    read: (bytes) => open({ 'a.safetensors': bytes }),
  },
  {
    name: 'recording JSON',
    good: () => [...written(['plain.json']), ...opened(['two-d.json', 'invisible.json'])],
    read: (bytes) => open({ 'a.json': bytes }),
  },
  {
    name: 'tokens beside a recording',
    good: () => [
      json('pieces', { tokens: ['Ġa', 'Ã©', '<|endoftext|>'], input_ids: [5, 6, 0] }),
      json('sentences', [
        ['a', '##b', '\u202e'],
        ['x', 'y', 'z'],
      ]),
      json('objects', { query_tokens: [{ piece: 'a' }, { text: 'b' }, { piece: 'c', id: 3 }] }),
    ],
    read: (bytes) => open({ 'a.npy': ATTENTION, 'tokens.json': bytes }),
  },
  {
    name: 'saved run',
    good: () => [
      { name: 'run with parts', kind: 'json', bytes: utf8([...runJsonParts(RUN_WITH_PARTS, [], PARTS)].join('')) },
      ...opened(['causal-lie-run.json']),
      json('texts alone', {
        format: 'headlight-run/1',
        tokens: [{ text: 'a' }, { text: ' cat' }, { piece: '<eos>' }],
        attention: [
          {
            kind: 'decoder',
            dims: [1, 1, 3, 3],
            data: Buffer.from(Float32Array.of(1, 0, 0, 0.5, 0.5, 0, 0.25, 0.25, 0.5).buffer).toString('base64'),
          },
        ],
      }),
    ],
    read: (bytes) => open({ 'run.json': bytes }),
  },
];
