import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readGraph } from '../surgery/readGraph.ts';
import { rolesOf } from './modalities.ts';
import type { InputEvidence } from './roles.ts';

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

describe('inputs are known by what they are: under other names each stands for the same', () => {
  test.each([...graphsIn(OURS), ...graphsIn(PUBLIC)])('$family, $file', (graph) => {
    const inputs = inputsOf(graph);
    const isTold = ({ name }: InputEvidence): boolean => BY_NAME[graph.family]?.test(name) ?? false;
    const renamed = inputs.map((input, at) => (isTold(input) ? input : { ...input, name: `in.${at}` }));
    const roles = (of: readonly InputEvidence[]) =>
      rolesOf(of).map(({ role, isRead }, at) => [inputs[at]!.name, role, isRead]);
    expect(roles(renamed)).toEqual(roles(inputs));
  });

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
