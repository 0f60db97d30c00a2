import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { dataOf } from '../../core/inside/road.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { Constant } from '../surgery/constants.ts';
import { filledWeights } from '../surgery/inside/leftWeights.ts';
import type { FilePlace, LeftWeights } from '../surgery/inside/leftWeights.ts';
import type { SiteInside } from '../surgery/inside/types.ts';
import { filesOf, startGraph } from '../testing/lookInside.ts';
import { gptConfig, randomGpt } from '../testing/randomGpt.ts';
import { measureDirect } from './direct.ts';
import { readProjections } from './projections.ts';
import { readLayer } from './readLayer.ts';
import { readWeights } from './readLeft.ts';
import { measureWord } from './word.ts';

/** W_V and W_O of 1,504 x 1,504 numbers of 32 bits are 8.6 MiB each, beside a layer that is narrow else. */
const SIZES = { nLayers: 1, nHeads: 16, width: 1504, nVocab: 12, maxTokens: 16, inner: 8 };
const HEAD = { layer: 0, head: 2 };
const kind = 'decoder';
const noTurn = async (): Promise<void> => {};

/** An answer in words; of its arrays, which hold millions of numbers, a hash. */
const digest = (answer: object): unknown =>
  JSON.parse(
    JSON.stringify(answer, (_, value: unknown) =>
      value instanceof Float32Array ? createHash('sha1').update(new Uint8Array(value.buffer)).digest('hex') : value,
    ),
  );

describe('weights of what a layer writes by, above 8 MiB', () => {
  const file = randomGpt(SIZES);
  const files = filesOf(file.slice(), gptConfig(SIZES));
  const stretch = ({ offset, nBytes }: FilePlace): Uint8Array => file.slice(offset, offset + nBytes);
  let asIs: RunnableModel;
  let kept: KeptRun;

  beforeAll(async () => {
    ({ model: asIs, kept } = await startGraph(files));
  }, 60_000);
  afterAll(async () => asIs.session.release());

  /** The model with something else told of its layer. */
  const told = (change: (inside: SiteInside) => SiteInside): RunnableModel => {
    const { prepared } = asIs;
    const graphs = prepared.graphs.map((graph) => ({
      ...graph,
      sites: graph.sites.map((site) => ({ ...site, inside: site.inside && change(site.inside) })),
    }));
    return { ...asIs, prepared: { ...prepared, graphs } };
  };
  const left = (weights: SiteInside['queryWeights']): LeftWeights => {
    if (weights === null || weights === 'too-large' || !('places' in weights)) throw new Error('they are not left');
    return weights;
  };
  const filled = (weights: SiteInside['queryWeights']): Constant =>
    filledWeights(left(weights), left(weights).places.map(stretch));

  test('what depends on them is the same as if they were kept, and they are read once for all texts', async () => {
    const whole = told(({ valueSide, ...inside }) => ({
      ...inside,
      valueSide: valueSide && { ...valueSide, weights: filled(valueSide.weights) },
      outputWeights: filled(inside.outputWeights),
      queryWeights: filled(inside.queryWeights),
      keyWeights: filled(inside.keyWeights),
    }));
    let reads = 0;
    const reading: RunnableModel = {
      ...asIs,
      readPart: async ({ graphPath, place }) => {
        expect(graphPath).toBe('model.onnx');
        reads += 1;
        return stretch(place);
      },
    };
    const answers = async (model: RunnableModel) => ({
      layer: await readLayer(model, kept, kind, 0, noTurn),
      direct: await measureDirect(
        model,
        { ...kept },
        { about: 'direct', kind, head: HEAD, query: 1, tokens: [3], words: [] },
        noTurn,
      ),
      word: await measureWord(model, kept, { about: 'word', kind, head: HEAD, token: 5 }, noTurn),
    });
    const found = await answers(reading);
    // W_O, once for all.
    expect(reads).toBe(1);
    const weights = await readProjections(reading, kept, { kind, layer: 0 }, noTurn);
    expect(reads).toBe(4);
    expect(digest({ ...found, weights })).toEqual(
      digest({ ...(await answers(whole)), weights: await readProjections(whole, kept, { kind, layer: 0 }, noTurn) }),
    );
    expect(found.layer.checks.map(({ name, isPassed }) => [name, isPassed])).toContainEqual(['output', true]);
    expect(dataOf(found.layer.outputWeights)).toHaveLength(SIZES.width ** 2);
    expect(found.direct.sumError).toBeLessThan(1e-3);
  }, 60_000);

  test('where they are gone, what is written is measured by runs, and the rest says why it is not to be had', async () => {
    const gone: RunnableModel = {
      ...told((inside) => inside),
      readPart: async () => Promise.reject(new AppError('bad-input', 'model.onnx was moved')),
    };
    const { outputWeights, written } = await readLayer(gone, kept, kind, 0, noTurn);
    const why = 'they are too large to be kept beside the model, and could not be read again (model.onnx was moved)';
    expect(outputWeights).toEqual({ from: 'nowhere', why: 'no-output-weights', detail: why });
    expect(written?.from).toBe('model');
    const { value } = await readProjections(gone, kept, { kind, layer: 0 }, noTurn);
    expect(value).toEqual({ whyNot: why });
    await expect(measureWord(gone, kept, { about: 'word', kind, head: HEAD, token: 5 }, noTurn)).rejects.toThrow(why);
    const { readPart: _, ...closed } = gone;
    const { outputWeights: unread } = await readLayer(closed, kept, kind, 0, noTurn);
    expect(unread).toHaveProperty(
      'detail',
      'they are too large to be kept beside the model, and there are no files to read them from',
    );
  }, 60_000);

  test('a slow file keeps nothing else waiting, and is let go where nobody wants it any more', async () => {
    let [nTurns, isLetGo] = [0, false];
    const slow: RunnableModel = {
      ...asIs,
      readPart: async (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            isLetGo = true;
            reject(signal.reason);
          });
        }),
    };
    const turn = async (): Promise<void> => {
      nTurns += 1;
      if (nTurns === 3) throw new Error('a newer wish');
    };
    const weights = asIs.prepared.graphs[0]!.sites[0]!.inside!.outputWeights!;
    await expect(readWeights(slow, 0, weights, turn)).rejects.toThrow('a newer wish');
    expect([nTurns, isLetGo]).toEqual([3, true]);
  });
});
