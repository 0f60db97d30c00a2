import type { AttentionKind, StageKind } from '../../core/tensor.ts';
import { blocksOf } from './blocks.ts';
import type { ExternalData } from './constants.ts';
import type { Draft, Findings, Mixer } from './draft.ts';
import { findAttention } from './findAttention.ts';
import type { FileFacts } from './fileFacts.ts';
import { indexGraph } from './graph.ts';
import type { GraphIndex } from './graph.ts';
import { usesOfInput } from './inputUses.ts';
import { exposeInside } from './inside/exposeInside.ts';
import { joinedInside } from './inside/joinedInside.ts';
import { keptEnding } from './inside/keptEnding.ts';
import type { GraphBytes } from './inside/leftWeights.ts';
import { siteInside } from './inside/siteInside.ts';
import type { SiteInside } from './inside/types.ts';
import { joinHeads, maskHeads, tapOfHeads } from './joinedHeads.ts';
import { maskInputRecords, maskNames, maskSite } from './mask.ts';
import type { SiteMask } from './maskTypes.ts';
import { readModel } from './model.ts';
import { freshNames } from './names.ts';
import { withRename } from './patch.ts';
import type { NodePatch } from './patch.ts';
import { bytesField } from './protobuf.ts';
import { reshapedTwice } from './reshapedTwice.ts';
import { positionsOf } from './storedPositions.ts';
import { tapOf } from './tap.ts';
import { tokensBehind } from './tokensBehind.ts';
import type { AttentionSite, GraphFacts, OtherMixer } from './types.ts';
import { countWeights } from './weights.ts';
import { placesOf } from './windows.ts';
import { nodeProto } from './write.ts';

/** What a graph is to be exposed for: to show its patterns, also to turn heads down, and also to look inside its layers. */
export type Exposure = 'patterns' | 'masks' | 'inside';

/**
 * Reads the structure of an ONNX model and finds its attention, without running it and without touching its weights.
 * Of `external`, the files beside it, weights of layers are kept where their inside is to be seen.
 * `isAsInFile`: whether these bytes are those of the file, so that what is left in it can be read from there.
 * `wanted` may be told by the inputs, which are known before anything is exposed.
 * Throws AppError 'not-onnx' for bytes that are no ONNX model, 'model-truncated' for one cut short.
 */
export function readGraph(
  model: Uint8Array,
  wanted: Exposure | ((inputs: GraphFacts['inputs']) => Exposure) = 'patterns',
  external: ExternalData = [],
  isAsInFile = true,
): GraphFacts {
  const { graph, opset, hiddenInFunctions } = readModel(model);
  const index = indexGraph(graph);
  const fresh = freshNames(graph);
  const inputs = [...index.fed.values()].map((input) => ({ ...input, uses: usesOfInput(index, input.name) }));
  const exposure = typeof wanted === 'string' ? wanted : wanted(inputs);
  const file = { opset, fresh, hiddenInFunctions, exposure };
  const found = findAttention(index, file);
  const files = { model: isAsInFile ? model : null, external };
  const { sites, otherMixers, nodes, records } = number(index, found, file, files);
  const ending = exposure === 'inside' ? keptEnding(index, sites, files) : null;
  const inside = exposeInside(index, sites, ending, exposure === 'patterns' ? [] : reshapedTwice(index));
  return {
    sites,
    inputs,
    nPositions: positionsOf(index),
    nBehind: tokensBehind(index, firstQuery(found)),
    outputs: graph.outputs.map((output) => output.name),
    isCausal: isCausal(sites),
    ending,
    opset,
    ...countWeights(index),
    notAttention: found.notAttention,
    otherMixers,
    hidesInFunctions: hiddenInFunctions.size > 0,
    patch: { nodes, records: [...found.records, ...records, ...inside] },
  };
}

/** What the first attention asks by; null where there is none, or the graph does not tell. */
function firstQuery({ layers: [first] }: Findings): string | null {
  return first?.mixer.kind === 'attention' ? first.mixer.draft.query : null;
}

type Numbered = {
  readonly sites: AttentionSite[];
  readonly otherMixers: OtherMixer[];
  readonly nodes: ReadonlyMap<number, NodePatch>;
  readonly records: Uint8Array[];
};

/** Layers and blocks get their numbers, the probabilities of each site an output, and where asked for a mask. */
function number(
  index: GraphIndex,
  { layers: found, nodes: changed }: Findings,
  file: FileFacts,
  files: GraphBytes,
): Numbered {
  const layers = joinHeads(index, found);
  const { fresh } = file;
  const blocks = blocksOf(
    layers.map(({ mixer, stack }) => {
      return { isCross: isCrossing(mixer), nodeName: mixer.draft.nodeName, stack };
    }),
  );
  const crossStacks = new Set(layers.flatMap(({ mixer, stack }) => (isCrossing(mixer) ? [stack] : [])));
  const nSoFar: Record<GraphKind, number> = { encoder: 0, decoder: 0, cross: 0 };
  const sites: AttentionSite[] = [];
  const otherMixers: OtherMixer[] = [];
  const records: Uint8Array[] = [];
  const nodes = new Map(changed);
  const mask = (draft: Draft, heads: readonly Draft[] | null, inWindows: boolean): SiteMask => {
    const names = maskNames(`${sites.length}`, fresh);
    const masked = heads === null ? maskSite(draft.maskPoint, names, file, inWindows) : maskHeads(heads, names, file);
    for (const [place, rename] of masked.renames) nodes.set(place, withRename(nodes.get(place), rename));
    // GraphProto.output = 12; an output needs only its name, the runtime infers type and shape.
    const output = masked.mask.output === null ? [] : [bytesField(12, bytesField(1, masked.mask.output))];
    records.push(...masked.inserts.flatMap((insert) => insert.records), ...maskInputRecords(masked.mask), ...output);
    return masked.mask;
  };
  const look = (draft: Draft, heads: readonly Draft[] | null): SiteInside | null => {
    if (heads === null) return siteInside(index, draft, files);
    const joined = joinedInside(index, heads, files, file);
    records.push(...(joined?.records ?? []));
    return joined?.inside ?? null;
  };
  for (const [at, { mixer, heads, stack }] of layers.entries()) {
    const block = blocks[at] ?? 0;
    if (mixer.kind === 'other') {
      otherMixers.push({ ...mixer.draft, block });
      continue;
    }
    const kind = kindOf(mixer.draft);
    const { isSelf: _, elementType: __, order: ___, maskPoint: ____, trace: _____, ...draft } = mixer.draft;
    const wanted = `attentions.${sites.length}`;
    const tap = heads === null ? tapOf(index, mixer.draft, wanted, fresh) : tapOfHeads(index, heads, wanted, file);
    records.push(...(tap.records ?? []));
    const output = { name: tap.name, by: tap.by };
    const places = placesOf(index, mixer.draft, `places.${sites.length}`, file);
    const siteMask = file.exposure === 'patterns' ? null : mask(mixer.draft, heads, places !== null);
    if (places !== null) records.push(...places.records, bytesField(12, bytesField(1, places.name)));
    const inside = file.exposure === 'inside' ? look(mixer.draft, heads) : null;
    const layer = nSoFar[kind]++;
    const beside = kind !== 'cross' && crossStacks.has(stack) && { isBesideCross: true as const };
    sites.push({
      ...draft,
      layer,
      block,
      kind,
      ...beside,
      output,
      places: places?.name ?? null,
      mask: siteMask,
      inside,
    });
    // GraphProto.node = 1.
    if (tap.by !== 'existing') {
      records.push(...tap.nodes.map((node) => bytesField(1, nodeProto(node))), bytesField(12, bytesField(1, tap.name)));
    }
  }
  return { sites, otherMixers, nodes, records };
}

function isCrossing(mixer: Mixer): boolean {
  return mixer.kind === 'attention' && !mixer.draft.isSelf;
}

/** Stages of a pyramid are told apart by what they give. */
type GraphKind = Exclude<AttentionKind, StageKind>;

function kindOf({ isSelf, isCausal: isMasked }: Draft): GraphKind {
  if (!isSelf) return 'cross';
  return isMasked === true ? 'decoder' : 'encoder';
}

function isCausal(sites: readonly AttentionSite[]): boolean | null {
  const ofSelf = sites.filter((site) => site.kind !== 'cross').map((site) => site.isCausal);
  if (ofSelf.includes(true)) return true;
  return ofSelf.length === 0 || ofSelf.includes(null) ? null : false;
}
