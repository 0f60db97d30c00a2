import type { AttentionKind } from '../../core/tensor.ts';
import { blocksOf } from './blocks.ts';
import type { Draft, Findings } from './draft.ts';
import { findAttention } from './findAttention.ts';
import { indexGraph } from './graph.ts';
import type { GraphIndex } from './graph.ts';
import { readModel } from './model.ts';
import { freshNames } from './names.ts';
import type { FreshNames } from './names.ts';
import { bytesField } from './protobuf.ts';
import { tapOf } from './tap.ts';
import type { AttentionSite, GraphFacts, OtherMixer } from './types.ts';
import { countWeights } from './weights.ts';
import { nodeProto } from './write.ts';

/**
 * Reads the structure of an ONNX model and finds its attention, without running it and without touching its weights.
 * Throws AppError 'not-onnx' for bytes that are no ONNX model, 'model-truncated' for one cut short.
 */
export function readGraph(model: Uint8Array): GraphFacts {
  const { graph, opset, hiddenInFunctions } = readModel(model);
  const index = indexGraph(graph);
  const fresh = freshNames(graph);
  const found = findAttention(index, { opset, fresh, hiddenInFunctions });
  const { sites, otherMixers, records } = number(index, found, fresh);
  return {
    sites,
    inputs: [...index.fed.values()],
    outputs: graph.outputs.map((output) => output.name),
    isCausal: isCausal(sites),
    opset,
    ...countWeights(index),
    notAttention: found.notAttention,
    otherMixers,
    hidesInFunctions: hiddenInFunctions.size > 0,
    patch: { nodes: found.nodes, records: [...found.records, ...records] },
  };
}

/** Layers and blocks get their numbers, and the probabilities of each site an output. */
function number(
  index: GraphIndex,
  { layers }: Findings,
  fresh: FreshNames,
): { readonly sites: AttentionSite[]; readonly otherMixers: OtherMixer[]; readonly records: Uint8Array[] } {
  const blocks = blocksOf(
    layers.map(({ mixer, stack }) => {
      const isCross = mixer.kind === 'attention' && !mixer.draft.isSelf;
      return { isCross, nodeName: mixer.draft.nodeName, stack };
    }),
  );
  const nSoFar: Record<AttentionKind, number> = { encoder: 0, decoder: 0, cross: 0 };
  const sites: AttentionSite[] = [];
  const otherMixers: OtherMixer[] = [];
  const records: Uint8Array[] = [];
  for (const [at, { mixer }] of layers.entries()) {
    const block = blocks[at] ?? 0;
    if (mixer.kind === 'other') {
      otherMixers.push({ ...mixer.draft, block });
      continue;
    }
    const kind = kindOf(mixer.draft);
    const { isSelf: _, elementType: __, order: ___, ...draft } = mixer.draft;
    const tap = tapOf(index, mixer.draft, `attentions.${sites.length}`, fresh);
    sites.push({ ...draft, layer: nSoFar[kind]++, block, kind, output: { name: tap.name, by: tap.by } });
    // GraphProto.node = 1 and GraphProto.output = 12; an output needs only its name, the runtime infers type and shape.
    if (tap.by !== 'existing') {
      records.push(...tap.nodes.map((node) => bytesField(1, nodeProto(node))), bytesField(12, bytesField(1, tap.name)));
    }
  }
  return { sites, otherMixers, records };
}

function kindOf({ isSelf, isCausal: isMasked }: Draft): AttentionKind {
  if (!isSelf) return 'cross';
  return isMasked === true ? 'decoder' : 'encoder';
}

function isCausal(sites: readonly AttentionSite[]): boolean | null {
  const ofSelf = sites.filter((site) => site.kind !== 'cross').map((site) => site.isCausal);
  if (ofSelf.includes(true)) return true;
  return ofSelf.length === 0 || ofSelf.includes(null) ? null : false;
}
