import type { GraphIndex } from '../graph.ts';
import { bytesField } from '../protobuf.ts';
import type { AttentionSite } from '../types.ts';
import type { FoundEnding } from './ending.ts';
import type { SiteInside } from './types.ts';

/** All tensors that a site names, each once. */
export function namesIn(inside: SiteInside): readonly string[] {
  const { read, readKeys, scores, streamBefore, streamAfter, attentionOutput, scale } = inside;
  const [query, key, value] = [inside.query, inside.key, inside.value].map((operand) => operand?.name);
  const computed = [scale.after, scale.query, scale.key].flatMap((factors) => factors.computed.map(({ name }) => name));
  const named = [read, readKeys, query, key, value, scores, streamBefore, streamAfter, attentionOutput, ...computed];
  return [...new Set(named.flatMap((name) => name ?? []))];
}

/** The tensors whose sum is the stream at its end, where a layer leads to it, and all that it is made of. */
export function streamOf(ending: FoundEnding | null): readonly string[] {
  if (ending === null || 'whyNot' in ending || (ending.weights === null && ending.left === null)) return [];
  return [...ending.norm.stream, ...ending.parts.flatMap(({ names }) => names.slice(0, 1))];
}

/** Records that make outputs of the tensors that sites name, and of `others`, those that are outputs already left out. */
export function exposeInside(
  index: GraphIndex,
  sites: readonly AttentionSite[],
  ending: FoundEnding | null,
  others: readonly string[],
): readonly Uint8Array[] {
  const there = new Set([
    ...index.graph.outputs.map(({ name }) => name),
    ...sites.flatMap(({ output, mask }) => [output.name, mask?.output ?? '']),
    ...sites.flatMap(({ places }) => places ?? []),
  ]);
  const names = new Set([
    ...sites.flatMap(({ inside }) => (inside === null ? [] : namesIn(inside))),
    ...streamOf(ending),
    ...others,
  ]);
  // GraphProto.output = 12; an output needs only its name, the runtime infers type and shape.
  return [...names].filter((name) => !there.has(name)).map((name) => bytesField(12, bytesField(1, name)));
}
