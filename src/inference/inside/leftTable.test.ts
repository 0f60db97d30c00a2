import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { indexGraph } from '../surgery/graph.ts';
import { endingOf } from '../surgery/inside/ending.ts';
import type { Ending } from '../surgery/inside/ending.ts';
import { keptEnding } from '../surgery/inside/keptEnding.ts';
import { leftTable } from '../surgery/inside/leftTable.ts';
import { readModel } from '../surgery/model.ts';
import { filesOf, graphFiles, startGraph } from '../testing/lookInside.ts';
import { gptConfig, randomGpt } from '../testing/randomGpt.ts';
import { measureDirect } from './direct.ts';
import { Refused } from './refuse.ts';
import { measureCopying, measureWord } from './word.ts';

const SIZES = { nLayers: 2, nHeads: 2, width: 12, nVocab: 40, maxTokens: 16, inner: 8 };
const kind = 'decoder';
const HEAD = { layer: 0, head: 1 };
const noTurn = async (): Promise<void> => {};

describe.each([
  {
    name: 'token by token, as it embeds them',
    files: filesOf(randomGpt(SIZES), gptConfig(SIZES)),
    layout: 'token-dim',
  },
  { name: 'channel by channel', files: graphFiles('zoo/llama-eager/model.onnx')!, layout: 'dim-token' },
])('last weights that are not kept, $name', ({ files, layout }) => {
  test('say what they say where they are kept, read off the file for each question; of too many words that is refused', async () => {
    const { model, kept } = await startGraph(files);
    const file = files.graphs[0]!.onnx;
    const [facts] = model.prepared.graphs;
    const index = indexGraph(readModel(file).graph);
    const byFile = { model: file, external: [] };
    const whole = told(keptEnding(index, facts!.sites, byFile, 0));
    expect([whole.weights, whole.left?.stretches.length]).toEqual([null, 1]);
    // A few rows at a time.
    const left = leftTable(told(endingOf(index, [])).weights!, byFile, 1000);
    expect(left!.stretches.length).toBeGreaterThan(1);
    const ending: Ending = { ...whole, left };
    expect([left?.layout, left?.nTokens]).toEqual([layout, told(facts!.ending!).nScores]);
    let nBytes = 0;
    const graphs = [{ ...facts!, ending }];
    const reading: RunnableModel = {
      ...model,
      prepared: { ...model.prepared, graphs },
      readPart: async ({ place, isKeptOnly }) => {
        expect(isKeptOnly).toBe(true);
        nBytes += place.nBytes;
        return file.slice(place.offset, place.offset + place.nBytes);
      },
    };
    const question = { about: 'direct', kind, head: HEAD, query: 1, tokens: [3], words: [] } as const;
    const direct = await measureDirect(reading, { ...kept }, question, noTurn);
    expect(nBytes).toBe(left!.nBytes);
    const expected = await measureDirect(model, { ...kept }, question, noTurn);
    expect(direct.parts).not.toBeNull();
    expect(rounded(direct)).toEqual(rounded(expected));
    const word = { about: 'word', kind, head: HEAD, token: 5 } as const;
    expect(rounded(await measureWord(reading, kept, word, noTurn))).toEqual(
      rounded(await measureWord(model, kept, word, noTurn)),
    );
    const copying = measureCopying(reading, kept, { about: 'copying', kind, layer: 0 }, noTurn, () => {});
    await expect(copying).rejects.toThrow('200 would take minutes');

    const gone: RunnableModel = {
      ...reading,
      readPart: async () =>
        Promise.reject(new AppError('model-fetch-failed', '"model.onnx" is not kept in the browser')),
    };
    const refused = await measureDirect(
      { ...gone, prepared: { ...gone.prepared, graphs: [{ ...facts!, ending: { ...ending } }] } },
      { ...kept },
      question,
      noTurn,
    ).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    await model.session.release();
  }, 60_000);
});

function told(ending: Ending | { readonly whyNot: string }): Ending {
  if ('whyNot' in ending) throw new RangeError(ending.whyNot);
  return ending;
}

/** Sums of another order differ in their last digits. */
const rounded = (answer: object): unknown =>
  JSON.parse(
    JSON.stringify(answer, (_, value: unknown) => {
      if (value instanceof Float32Array) return [...value];
      return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(4)) : value;
    }),
  );
