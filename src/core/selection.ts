/** One head, counted from 0 in both directions. */
export type HeadRef = { readonly layer: number; readonly head: number };

/** `L3H7`, the one written form of a head on screen, in links and in exports. */
export function formatHead({ layer, head }: HeadRef): string {
  return `L${layer}H${head}`;
}

/** Reads `L3H7` (any case); null for anything else. */
export function parseHead(text: string): HeadRef | null {
  const match = /^L(\d{1,4})H(\d{1,4})$/i.exec(text.trim());
  return match ? { layer: Number(match[1]), head: Number(match[2]) } : null;
}

export function sameHead(a: HeadRef | null, b: HeadRef | null): boolean {
  return a !== null && b !== null && a.layer === b.layer && a.head === b.head;
}

/** Whether a model or a stack has a head at this place: a link may name one that it lacks. */
export function hasHead(
  { nLayers, nHeads }: { readonly nLayers: number; readonly nHeads: number },
  { layer, head }: HeadRef,
): boolean {
  return layer < nLayers && head < nHeads;
}
