import type { Draft } from '../draft.ts';
import type { GraphIndex } from '../graph.ts';
import { withAxes } from '../joinedHeads.ts';
import { MaskNodes } from '../maskNodes.ts';
import type { MaskFile } from '../maskTypes.ts';
import type { GraphBytes } from './leftWeights.ts';
import { outputSideOf, usesOf } from './outputSide.ts';
import { keptWeights, MAX_BYTES, siteInside, streamOf } from './siteInside.ts';
import type { Operand, SiteInside } from './types.ts';
import { keptOrLeft } from './valueSide.ts';

/** The inside of a layer that was written as one attention for each head: tensors of all heads are put side by side. */
export function joinedInside(
  index: GraphIndex,
  heads: readonly Draft[],
  files: GraphBytes,
  file: MaskFile,
): { readonly inside: SiteInside; readonly records: readonly Uint8Array[] } | null {
  const all = heads.flatMap((head) => siteInside(index, head, files) ?? []);
  const [first] = all;
  const context = joinOf(index, heads[0]?.context ?? '');
  if (
    first === undefined ||
    all.length !== heads.length ||
    context === null ||
    !all.every((one) => isLike(one, first))
  ) {
    return null;
  }
  const nodes = new MaskNodes(file);
  const joined = (role: 'query' | 'key' | 'value'): Operand | null => {
    const own = all.flatMap((one) => one[role] ?? []);
    const [one] = own;
    if (one === undefined || own.length < all.length) return null;
    const parts = own.map(({ name }) => {
      const { op, more, attributes } = withAxes('Unsqueeze', [1], file.opset, (values) => nodes.ints(values));
      return nodes.add(op, [name, ...more], attributes);
    });
    return { ...one, name: nodes.add('Concat', parts, { axis: 1 }, file.fresh(`inside.${role}`)) };
  };
  const [query, key, value] = [joined('query'), joined('key'), joined('value')];
  const side = outputSideOf(index, context, files.external);
  const inside: SiteInside = {
    ...first,
    query,
    key,
    value,
    scores: null,
    attentionOutput: side.written,
    outputWeights: side.weights && keptOrLeft(side.weights, { files, maxBytes: MAX_BYTES }),
    outputBias: keptWeights(side.bias),
    isBiasBehind: side.isBiasBehind,
    whyNoWeights: side.why,
    queryBias: null,
    valueBias: null,
    stored: null,
    queryWeights: null,
    keyWeights: null,
    ...streamOf(index, first.read, side.written, files.external),
  };
  return { inside, records: nodes.records() };
}

/** Only what is scaled and lies alike can be put side by side. */
function isLike({ read, scale, query, key, value }: SiteInside, other: SiteInside): boolean {
  const factors = [scale.after, scale.query, scale.key];
  const others = [other.scale.after, other.scale.query, other.scale.key];
  const operands = [query, key, value];
  const isSame = [other.query, other.key, other.value].every(
    (operand, at) => operand?.isTransposed === operands[at]?.isTransposed && (operands[at]?.order ?? null) === null,
  );
  return read === other.read && isSame && factors.every(({ by }, at) => by === others[at]?.by);
}

const PASSES = /^(Identity|Dropout|Cast)$/;

/** What the contexts of heads are joined to. */
function joinOf(index: GraphIndex, context: string): string | null {
  let at = context;
  for (;;) {
    const [node, ...more] = usesOf(index, at);
    if (node === undefined || more.length > 0) return null;
    at = node.outputs[0] ?? '';
    if (node.opType === 'Concat') return at;
    if (!PASSES.test(node.opType)) return null;
  }
}
