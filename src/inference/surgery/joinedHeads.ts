import type { Draft, Mixer, Stacked } from './draft.ts';
import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';
import { maskSite, noMask } from './mask.ts';
import type { Masked, MaskFile, MaskNames, MaskInput } from './maskTypes.ts';
import { MaskNodes } from './maskNodes.ts';
import { joinRenames } from './rename.ts';
import type { Rename } from './rename.ts';
import type { Tap } from './tap.ts';
import { FLOAT32 } from './write.ts';
import type { NodeSpec } from './write.ts';

/** A layer, and where it was written as one attention for each head, all of these; else null. */
type Layer = Stacked & { readonly heads: readonly Draft[] | null };

/**
 * Attentions that read the same tensor and are joined by one Concat are the heads of one layer, in the order in which
 * they are joined. They stand where the first of them is computed.
 */
export function joinHeads(index: GraphIndex, layers: readonly Stacked[]): readonly Layer[] {
  const byContext = new Map<string, Draft>();
  for (const { mixer } of layers) {
    if (mixer.kind === 'attention' && isSingleHead(mixer.draft)) byContext.set(mixer.draft.context ?? '', mixer.draft);
  }
  const headsOf = new Map<Draft, readonly Draft[]>();
  for (const node of byContext.size > 1 ? index.order : []) {
    const heads = joinedBy(index, node, byContext);
    for (const head of heads ?? []) headsOf.set(head, heads ?? []);
  }
  const seen = new Set<readonly Draft[]>();
  return layers.flatMap((layer): readonly Layer[] => {
    const heads = layer.mixer.kind === 'attention' ? (headsOf.get(layer.mixer.draft) ?? null) : null;
    if (heads === null) return [{ ...layer, heads }];
    if (seen.has(heads)) return [];
    seen.add(heads);
    return [{ stack: layer.stack, mixer: joined(heads), heads }];
  });
}

/** Weights of three axes that go on without a change of axes are one head's: of several, the batch would be split first. */
function isSingleHead({ maskPoint, order, branch, context }: Draft): boolean {
  return maskPoint.at === 'product' && maskPoint.weights.axes !== 'batched' && !order && !branch && context !== null;
}

const PASSES = new Set(['Identity', 'Dropout', 'Cast']);

function joinedBy(index: GraphIndex, node: GraphNode, byContext: ReadonlyMap<string, Draft>): readonly Draft[] | null {
  const axis = intOf(node, 'axis', 0);
  if (node.opType !== 'Concat' || node.inputs.length < 2 || (axis !== -1 && axis !== 2)) return null;
  const heads = node.inputs.flatMap((input) => byContext.get(before(index, input)) ?? []);
  const [first] = heads;
  if (first === undefined || new Set(heads).size !== node.inputs.length) return null;
  const source = sourceOf(index, first.value ?? '');
  const isAlike = heads.every((head) => head.isSelf === first.isSelf && sourceOf(index, head.value ?? '') === source);
  return isAlike ? heads : null;
}

function before(index: GraphIndex, tensor: string): string {
  let at = tensor;
  for (;;) {
    const node = index.producerOf.get(at);
    if (node === undefined || !PASSES.has(node.opType)) return at;
    at = node.inputs[0] ?? '';
  }
}

const PROJECTS = new Set([
  'MatMul',
  'Gemm',
  'Add',
  'Reshape',
  'Transpose',
  'Identity',
  'Cast',
  'Split',
  'Slice',
  'Squeeze',
]);

/** What a projection reads: the tensor before stored weights and biases were applied. */
function sourceOf(index: GraphIndex, tensor: string): string {
  let at = tensor;
  for (;;) {
    const node = index.producerOf.get(at);
    const [data, ...more] = node?.inputs.filter((input) => index.dataTensors.has(input)) ?? [];
    if (node === undefined || !PROJECTS.has(node.opType) || data === undefined || more.length > 0) return at;
    at = data;
  }
}

function joined(heads: readonly Draft[]): Mixer {
  const [first] = heads;
  if (first === undefined) throw new RangeError('no heads to join');
  const how = `${heads.length} attentions of one head each, joined by a Concat; the first: ${first.how}`;
  const isCausal = heads.every((head) => head.isCausal === first.isCausal) ? first.isCausal : null;
  const rowsSumToOne = heads.every((head) => head.rowsSumToOne);
  return { kind: 'attention', draft: { ...first, how, isCausal, rowsSumToOne, headsInBatch: false } };
}

/** Operators took their axes by an attribute up to operator set 12. */
export function withAxes(
  op: string,
  axes: readonly number[],
  opset: number,
  ints: (values: readonly number[]) => string,
) {
  return opset < 13 ? { op, more: [], attributes: { axes } } : { op, more: [ints(axes)], attributes: {} };
}

/** An output that holds the weights of all heads. Shape: heads of [batch, query, key] -> [batch, head, query, key]. */
export function tapOfHeads(
  index: GraphIndex,
  heads: readonly Draft[],
  wanted: string,
  { fresh, opset }: MaskFile,
): Tap {
  const existing = joinedAlready(index, heads);
  if (existing !== null) return { name: existing, by: 'existing', nodes: [] };
  const name = fresh(wanted);
  const stored = new MaskNodes({ opset, fresh });
  const nodes: NodeSpec[] = [];
  const parts = heads.map(({ probabilities, elementType }) => {
    const wide = elementType === 'float32' ? probabilities : fresh(`${name}.cast`);
    if (wide !== probabilities)
      nodes.push({ op: 'Cast', in: [probabilities], out: [wide], attributes: { to: FLOAT32 } });
    const { op, more, attributes } = withAxes('Unsqueeze', [1], opset, (values) => stored.ints(values));
    const part = fresh(`${name}.head`);
    nodes.push({ op, in: [wide, ...more], out: [part], attributes });
    return part;
  });
  nodes.push({ op: 'Concat', in: parts, out: [name], attributes: { axis: 1 } });
  return { name, by: 'identity', nodes, records: stored.records() };
}

function joinedAlready(index: GraphIndex, heads: readonly Draft[]): string | null {
  const outputs = new Set(index.graph.outputs.map((output) => output.name));
  const behind = (tensor: string, opType: string): readonly string[] =>
    (index.usesOf.get(tensor) ?? [])
      .filter(({ node }) => node.opType === opType)
      .flatMap(({ node }) => node.outputs[0] ?? []);
  const [first] = heads;
  const found = behind(first?.probabilities ?? '', 'Unsqueeze').flatMap((part) => behind(part, 'Concat'));
  return found.find((name) => outputs.has(name) && index.producerOf.get(name)?.inputs.length === heads.length) ?? null;
}

/** One mask for all heads of a layer: what is fed for them together is taken apart, head by head. */
export function maskHeads(heads: readonly Draft[], names: MaskNames, file: MaskFile): Masked {
  const all = new MaskNodes(file);
  const n = all.ints([1, heads.length, 1, 1]);
  // A single number that stands for all heads gets their axis.
  const spread = [names.scale, names.pattern, names.context].map((name) => all.add('Expand', [name, n]));
  const ofHead = (tensor: string, head: number): string => {
    const slice = all.add('Slice', [tensor, all.ints([head]), all.ints([head + 1]), all.ints([1])]);
    const { op, more, attributes } = withAxes('Squeeze', [1], file.opset, (values) => all.ints(values));
    return all.add(op, [slice, ...more], attributes);
  };
  const masked = heads.map(({ maskPoint }, head) => {
    const [scale = '', pattern = '', context = ''] = spread.map((tensor) => ofHead(tensor, head));
    return maskSite(maskPoint, { scale, pattern, context, output: file.fresh(`${names.output}.head`) }, file);
  });
  const masks = masked.map(({ mask }) => mask);
  const input = (name: string): MaskInput => ({ name, axes: 'batched' });
  // A context that only some heads take would be fed in vain.
  if (masks.some(({ scale, pattern, context, output }) => !scale || !pattern || !context || output === null)) {
    const why = masks.find((mask) => mask.why !== null)?.why ?? null;
    return { mask: noMask(why ?? 'its heads are written in different forms'), renames: new Map(), inserts: [] };
  }
  const outputs = masks
    .flatMap(({ output }) => (output === null ? [] : [output]))
    .map((output) => {
      const { op, more, attributes } = withAxes('Unsqueeze', [1], file.opset, (values) => all.ints(values));
      return all.add(op, [output, ...more], attributes);
    });
  const output = all.add('Concat', outputs, { axis: 1 }, names.output);
  const renames = new Map<number, Rename>();
  for (const each of masked) {
    for (const [place, rename] of each.renames) {
      const other = renames.get(place);
      renames.set(place, other === undefined ? rename : joinRenames(other, rename));
    }
  }
  return {
    mask: {
      scale: input(names.scale),
      pattern: input(names.pattern),
      context: input(names.context),
      output,
      isOutputOwn: false,
      why: null,
    },
    renames,
    inserts: [...masked.flatMap(({ inserts }) => inserts), { place: 0, side: 'before', records: all.records() }],
  };
}
