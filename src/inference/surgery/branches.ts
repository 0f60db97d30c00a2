import { labelOf } from './draft.ts';
import type { Draft, Findings, Rewrite } from './draft.ts';
import { anyHalf } from './elementTypes.ts';
import type { FileFacts } from './fileFacts.ts';
import { indexGraph } from './graph.ts';
import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { maskBranches } from './maskBranches.ts';
import type { SiteMask } from './maskTypes.ts';
import type { FreshNames } from './names.ts';
import { withRename } from './patch.ts';
import type { GraphPatch, Insert } from './patch.ts';
import { bytesField } from './protobuf.ts';
import { tapOf } from './tap.ts';
import type { Tap } from './tap.ts';
import type { NotAttention } from './types.ts';
import { nodeProto, rawTensor } from './write.ts';

type Branch = { readonly name: string; readonly index: GraphIndex; readonly found: Findings };
/** One attention of an If: what it is in each branch, in the order of the branches; null in one that lacks it. */
type Pair = readonly (Draft | null)[];
type Pairs = { readonly pairs: readonly Pair[]; readonly stacks: readonly string[] };

/** The branch shown first: exports put the run without a past there, the one that takes a whole text. */
const SHOWN_FIRST = 'else_branch';

/**
 * Attention inside the branches of an If, brought out through new outputs of the If: in a branch that lacks one of
 * them the output is an empty tensor.
 * `find` looks for attention in one graph.
 */
export function openBranches(
  index: GraphIndex,
  node: GraphNode,
  file: FileFacts,
  find: (branch: GraphIndex) => Findings,
): Rewrite & { readonly notAttention: readonly NotAttention[] } {
  const { fresh } = file;
  const branches = branchesOf(index, node, find);
  const notAttention = branches.flatMap(({ found }) => found.notAttention);
  const { pairs, stacks } = pairUp(branches);
  const drafts: Draft[] = [];
  const outputs = [...node.outputs];
  const records = branches.map(({ found }) => [...found.records]);
  const nodes = branches.map(({ found }) => new Map(found.nodes));
  const inserts = branches.map((): Insert[] => []);

  /** The masks of a pair, put into its branches; what the heads give leaves them through a new output of the If. */
  const maskPair = (pair: Pair): SiteMask => {
    const points = pair.map((draft) => draft && draft.maskPoint);
    const { mask, inBranches } = maskBranches(points, `if.${drafts.length}`, file);
    inBranches.forEach((masked, at) => {
      const own = nodes[at];
      for (const [place, rename] of masked?.renames ?? []) own?.set(place, withRename(own.get(place), rename));
      inserts[at]?.push(...(masked?.inserts ?? []));
      if (mask.output === null) return;
      const output = masked?.mask.output ?? null;
      records[at]?.push(...(output === null ? recordsOf(placeholder(fresh)) : [outputRecord(output)]));
    });
    if (mask.output === null) return mask;
    const output = fresh('attention_contexts');
    outputs.push(output);
    return { ...mask, output };
  };

  for (const pair of pairs) {
    const taps = pair.map((draft, at): Tap | null => {
      const branch = branches[at];
      if (draft === null || branch === undefined) return null;
      return tapOf(branch.index, draft, `attention_weights.${branch.name}`, fresh);
    });
    const there = existingOutput(node, branches, taps);
    const probabilities = there ?? fresh('attention_weights');
    if (there === null) {
      outputs.push(probabilities);
      taps.forEach((tap, at) => records[at]?.push(...recordsOf(tap ?? placeholder(fresh))));
    }
    const merged = merge(node, branches, pair);
    if (merged === null) continue;
    const mask = file.exposure !== 'patterns' ? maskPair(pair) : null;
    drafts.push({ ...merged, probabilities, maskPoint: { at: 'branch', mask } });
  }
  const isSame =
    outputs.length === node.outputs.length && nodes.every((own, at) => own.size === branches[at]?.found.nodes.size);
  if (isSame) return { drafts, stacks, patch: null, records: [], notAttention };
  const patches = branches.map(({ name, found }, at): readonly [string, GraphPatch] => {
    return [name, { nodes: nodes[at] ?? found.nodes, inserts: inserts[at] ?? [], records: records[at] ?? [] }];
  });
  return {
    drafts,
    stacks,
    patch: { kind: 'extend', outputs, branches: new Map(patches) },
    records: [],
    notAttention,
  };
}

function branchesOf(index: GraphIndex, node: GraphNode, find: (branch: GraphIndex) => Findings): readonly Branch[] {
  const branches: Branch[] = [];
  for (const [name, attribute] of node.attributes) {
    if (attribute.kind !== 'graph') continue;
    const inner = indexGraph(attribute.graph, { outer: index, node });
    branches.push({ name, index: inner, found: find(inner) });
  }
  return branches.toSorted((a, b) => Number(b.name === SHOWN_FIRST) - Number(a.name === SHOWN_FIRST));
}

/** The first self-attention of one branch is the first of the other, and so on; likewise cross-attention. */
function pairUp(branches: readonly Branch[]): Pairs {
  const drafts = branches.map(({ found }) => {
    const all = found.layers.flatMap(({ mixer, stack }) => (mixer.kind === 'attention' ? [{ ...mixer, stack }] : []));
    const self = all.filter(({ draft }) => draft.isSelf);
    return { all, self, cross: all.filter(({ draft }) => !draft.isSelf) };
  });
  const longest = drafts.toSorted((a, b) => b.all.length - a.all.length)[0]?.all ?? [];
  const nSoFar = { self: 0, cross: 0 };
  const pairs = longest.map(({ draft }) => {
    const kind = draft.isSelf ? 'self' : 'cross';
    const at = nSoFar[kind]++;
    return drafts.map((each) => each[kind][at]?.draft ?? null);
  });
  return { pairs, stacks: longest.map(({ stack }) => stack) };
}

function merge(node: GraphNode, branches: readonly Branch[], pair: Pair): Draft | null {
  const shownAt = pair.findIndex((draft) => draft !== null);
  const shown = pair[shownAt];
  if (shown === null || shown === undefined) return null;
  const causal = pair.flatMap((draft) => (draft === null ? [] : [draft.isCausal]));
  const others = branches.filter((_, at) => at !== shownAt && pair[at] !== null).map(({ name }) => name);
  const nodeName = labelOf(node);
  return {
    ...shown,
    elementType: 'float32',
    isHalf: anyHalf(pair.flatMap((draft) => (draft === null ? [] : [draft.isHalf]))),
    order: null,
    maskPoint: { at: 'branch', mask: null },
    trace: { by: 'branch' },
    isCausal: causal.includes(true) ? true : causal.includes(null) ? null : false,
    how: `${shown.how}; in ${[branches[shownAt]?.name ?? '', ...others].join(' and ')} of ${nodeName}`,
    branch: { nodeName, shown: branches[shownAt]?.name ?? '', others },
  };
}

/** The output of the If that all branches lead to already, or null. */
function existingOutput(node: GraphNode, branches: readonly Branch[], taps: readonly (Tap | null)[]): string | null {
  const places = taps.flatMap((tap, at) => {
    if (tap === null) return [];
    const outputs = branches[at]?.index.graph.outputs ?? [];
    return [outputs.findIndex((output) => output.name === tap.name)];
  });
  const [place = -1] = places;
  return places.every((each) => each === place) ? (node.outputs[place] ?? null) : null;
}

/** GraphProto.node = 1, initializer = 5, output = 12. */
function recordsOf(tap: Tap | { readonly name: string; readonly tensor: Uint8Array }): readonly Uint8Array[] {
  const made = 'tensor' in tap ? [bytesField(5, tap.tensor)] : tap.nodes.map((node) => bytesField(1, nodeProto(node)));
  return [...made, outputRecord(tap.name)];
}

function outputRecord(name: string): Uint8Array {
  return bytesField(12, bytesField(1, name));
}

/** A tensor of the right type and number of axes with nothing in it. */
function placeholder(fresh: FreshNames): { readonly name: string; readonly tensor: Uint8Array } {
  const name = fresh('attention_weights.none');
  return { name, tensor: rawTensor(name, [0, 0, 0, 0], 1, new Uint8Array()) };
}
