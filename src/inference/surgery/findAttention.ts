import { openBody } from './bodies.ts';
import { openBranches } from './branches.ts';
import { labelOf } from './draft.ts';
import type { Findings, Mixer, Rewrite } from './draft.ts';
import type { FileFacts } from './fileFacts.ts';
import { openFused } from './fused.ts';
import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { hidesIn, hidesInFunction, mayHideAttention } from './hidden.ts';
import { withLearned } from './learned.ts';
import { normaliserAt } from './normaliser.ts';
import { openPadding } from './openPadding.ts';
import { findOtherMixers } from './otherMixers.ts';
import type { NodePatch } from './patch.ts';
import { examineSoftmax } from './softmaxAttention.ts';
import { stacksOf } from './stacks.ts';
import { isFused } from './products.ts';
import type { NotAttention } from './types.ts';

/**
 * Finds attention by its definition: weights over keys, made from a product of queries and keys, that weight values.
 * Names play no part.
 * Layers come in the order of computing; whatever has a softmax and is not exposed is listed with the reason.
 */
export function findAttention(index: GraphIndex, file: FileFacts): Findings {
  const found = new Map<GraphNode, Mixer[]>();
  const stacksInside = new Map<Mixer, string>();
  const notAttention: NotAttention[] = [];
  const nodes = new Map<number, NodePatch>();
  const records: Uint8Array[] = [];
  const contexts = new Set<GraphNode>();
  const claimed = new Set<GraphNode>();
  const order = byDepth(index);
  let learned: GraphIndex | null = null;
  // The branch around masks what is inside of it; of branches in branches only the patterns are brought out.
  const inner: FileFacts = { ...file, exposure: 'patterns' };

  const refuse = (node: GraphNode, why: string): void => {
    notAttention.push({ nodeName: labelOf(node), why });
  };
  const take = (node: GraphNode, rewrite: Rewrite): void => {
    const mixers = rewrite.drafts.map((draft): Mixer => ({ kind: 'attention', draft }));
    found.set(node, mixers);
    mixers.forEach((mixer, at) => {
      const stack = rewrite.stacks?.[at];
      if (stack !== undefined) stacksInside.set(mixer, stack);
    });
    if (rewrite.patch !== null) nodes.set(node.index, rewrite.patch);
    records.push(...rewrite.records);
  };

  for (const node of order) {
    const inFunction = hidesInFunction(node, file.hiddenInFunctions);
    const inBody = hidesIn(node, file.hiddenInFunctions);
    const normaliser = normaliserAt(index, node, file.opset);
    const padding = openPadding(node, file);
    if (padding !== null) {
      nodes.set(node.index, padding.patch);
      records.push(...padding.records);
    } else if (inFunction !== undefined) {
      refuse(
        node,
        `it calls a function of the file, ${node.opType}, which hides ${inFunction} softmax or attention nodes`,
      );
    } else if (node.opType === 'If') {
      if (!mayHideAttention(node, file.hiddenInFunctions)) continue;
      const rewrite = openBranches(index, node, file, (branch) => findAttention(branch, inner));
      notAttention.push(...rewrite.notAttention);
      take(node, rewrite);
    } else if (inBody > 0) {
      const rewrite = openBody(index, node, file, (body) => findAttention(body, inner));
      if (typeof rewrite === 'string') {
        const what = `the body of a ${node.opType} hides ${inBody} softmax or attention nodes, computed many times`;
        refuse(node, `${what}: ${rewrite}`);
        continue;
      }
      notAttention.push(...rewrite.notAttention);
      take(node, rewrite);
    } else if (isFused(node) && !/Linear/.test(node.opType)) {
      const rewrite = openFused(index, node, file.opset, file.fresh);
      if (typeof rewrite === 'string') refuse(node, rewrite);
      else take(node, rewrite);
    } else if (normaliser !== null) {
      const first = examineSoftmax(index, normaliser, contexts);
      if (first === 'claimed') continue;
      const again =
        typeof first === 'string' ? examineSoftmax((learned ??= withLearned(index)), normaliser, contexts) : first;
      // Why it is none is told of the graph as it is.
      const result = typeof again === 'string' ? first : again;
      if (typeof result === 'string') refuse(node, result);
      else {
        contexts.add(result.context);
        claimed.add(result.context).add(result.scores);
        take(node, { drafts: [result.draft], patch: null, records: [] });
      }
    }
  }
  for (const { node, what } of findOtherMixers(index, claimed)) {
    found.set(node, [{ kind: 'other', draft: { nodeName: labelOf(node), what } }]);
  }
  const placed = order.flatMap((node) => (found.get(node) ?? []).map((mixer) => ({ node, mixer })));
  const stacks = stacksOf(index, placed);
  const layers = placed.map(({ mixer }, at) => ({ mixer, stack: stacksInside.get(mixer) ?? stacks[at] ?? '' }));
  return { layers, notAttention, nodes, records };
}

function byDepth(index: GraphIndex): readonly GraphNode[] {
  const depth = (node: GraphNode): number => index.depthOf.get(node) ?? 0;
  return index.order.toSorted((a, b) => depth(a) - depth(b) || a.index - b.index);
}
