import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { buildFeeds } from '../runtime/feeds.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import { readGraph } from '../surgery/readGraph.ts';
import { rolesOf } from './modalities.ts';
import type { FedInput, InputEvidence } from './roles.ts';

const OURS = fileURLToPath(new URL('../surgery/fixtures/zoo/', import.meta.url));
/** Public families from beside the checkout. */
const PUBLIC = fileURLToPath(new URL('../../../../shared/fixtures/zoo-c/', import.meta.url));

/** Inputs that only their names tell, and why. */
const BY_NAME: Readonly<Record<string, RegExp>> = {
  // What becomes of them is written in branches of an If.
  'gpt2-merged-if': /^(past_|use_cache)/,
  // Vectors in place of ids look as those of a block do, and so does what stands beside them.
  vlm: /^(past_|inputs_embeds)/,
};

/** Families of which only the order of their inputs tells two apart, and why. */
const IN_ORDER: Readonly<Record<string, string>> = {
  t5: 'source and target pick rows of the same table',
  'gpt2-merged-if': 'what picks rows stands in branches, and a mask is a row of integers too',
};

type Graph = { readonly family: string; readonly file: string; readonly path: string };

function graphsIn(root: string): readonly Graph[] {
  if (!existsSync(root)) return [];
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.onnx'));
  return paths.toSorted().map((path) => {
    const [family = '', file = ''] = path.split('/');
    return { family, file, path: root + path };
  });
}

const inputsOf = ({ path }: Graph): readonly InputEvidence[] => readGraph(new Uint8Array(readFileSync(path))).inputs;

const TOKENS = { ids: [7, 3, 9, 4, 1], typeIds: [0, 0, 0, 1, 1], nPadding: 1 };
const STATES = new ort.Tensor('float32', new Float32Array(8), [1, 4, 2]);
/** A run that has something for whatever reads a text. */
const VALUES: FeedValues = {
  tokens: TOKENS,
  decoderIds: [4, 2, 6],
  encoded: { states: STATES, nTokens: 4 },
  tokenVectors: STATES,
};

/** What an input is fed: type, axes and numbers; its role alone where no text gives it. */
function fed(input: FedInput): readonly unknown[] {
  try {
    const tensor = buildFeeds(ort, [{ ...input, name: 'fed' }], VALUES)['fed']!;
    return [input.role, tensor.type, tensor.dims, [...tensor.data].map(Number)];
  } catch (error) {
    return [input.role, error instanceof AppError ? error.code : error];
  }
}

describe('inputs are known by what they are: under other names each stands for the same', () => {
  test.each([...graphsIn(OURS), ...graphsIn(PUBLIC)])('$family, $file', (graph) => {
    const inputs = inputsOf(graph);
    const isTold = ({ name }: InputEvidence): boolean => BY_NAME[graph.family]?.test(name) ?? false;
    const renamed = inputs.map((input, at) => (isTold(input) ? input : { ...input, name: `in.${at}` }));
    const roles = (of: readonly InputEvidence[]) =>
      rolesOf(of).map(({ role, isRead }, at) => [inputs[at]!.name, role, isRead]);
    expect(roles(renamed)).toEqual(roles(inputs));
  });

  test.each([...graphsIn(OURS), ...graphsIn(PUBLIC)])(
    '$family, $file: and is fed the same, whatever the order',
    (graph) => {
      const inputs = inputsOf(graph);
      const isTold = ({ name }: InputEvidence): boolean => BY_NAME[graph.family]?.test(name) ?? false;
      const feedsOf = (
        of: readonly InputEvidence[],
        nameOf: (name: string) => string,
      ): readonly (readonly unknown[])[] => {
        return rolesOf(of)
          .map((input) => [nameOf(input.name), ...fed(input)] as const)
          .toSorted(([one], [other]) => (one < other ? -1 : 1));
      };
      const own = feedsOf(inputs, (name) => name);
      const places = inputs.map((_, at) => at);
      const shuffled = fc.shuffledSubarray(places, { minLength: places.length, maxLength: places.length });
      fc.assert(
        fc.property(shuffled, shuffled, (order, numbers) => {
          const names = new Map<string, string>();
          const renamed = (graph.family in IN_ORDER ? places : order).map((at) => {
            const input = inputs[at]!;
            const name = isTold(input) ? input.name : `in.${numbers[at]}`;
            names.set(name, input.name);
            return { ...input, name };
          });
          expect(feedsOf(renamed, (name) => names.get(name)!)).toEqual(own);
        }),
        { numRuns: 20, seed: 1 },
      );
    },
  );

  test.each([...graphsIn(OURS), ...graphsIn(PUBLIC)].filter(({ family }) => family in BY_NAME))(
    '$family, $file: no more is left to names than has to be',
    (graph) => {
      const inputs = inputsOf(graph);
      const bare = rolesOf(inputs.map((input, at) => ({ ...input, name: `in.${at}` })));
      const lost = rolesOf(inputs).flatMap(({ name, role }, at) => (bare[at]!.role === role ? [] : [name]));
      // A file of several that has no such input has nothing to lose.
      const isThere = inputs.some(({ name }) => BY_NAME[graph.family]!.test(name)) && inputs.length > 1;
      expect(lost.length > 0).toBe(isThere);
      expect(lost.filter((name) => !BY_NAME[graph.family]!.test(name))).toEqual([]);
    },
  );
});
