import type { InsideLayer } from '../../core/inside/layer.ts';
import type { StageId } from '../../core/inside/stages.ts';

/** The shape of a step's tensor in this model's numbers, as `[8 heads, 15 queries, 15 keys]`; empty where it is one number a cell. */
export function shapeOf(layer: InsideLayer, stage: StageId): string {
  const { nHeads, nKeyHeads, nQueries: t, nKeys: s, dK, dV, d } = layer;
  const of = (sizes: Readonly<Record<string, number | null>>): string =>
    Object.values(sizes).includes(null)
      ? ''
      : `[${Object.entries(sizes)
          .map(([what, count]) => `${count} ${what}`)
          .join(', ')}]`;
  switch (stage) {
    case 'stream':
    case 'read':
    case 'output':
    case 'after':
      return of({ tokens: t, channels: d });
    case 'qkv':
    case 'rotation':
      return dK === null
        ? ''
        : `q ${of({ heads: nHeads, tokens: t, channels: dK })}, k ${of({ heads: nKeyHeads, tokens: s, channels: dK })}, v ${of({ heads: nKeyHeads, tokens: s, channels: dV })}`;
    case 'products':
      return of({ channels: dK });
    case 'raw':
    case 'scale':
    case 'cap':
    case 'bias':
    case 'mask':
    case 'score':
    case 'weight':
      return of({ heads: nHeads, queries: t, keys: s });
    case 'sink':
      return of({ heads: nHeads, queries: t });
    case 'result':
      return of({ heads: nHeads, queries: t, channels: dV });
    case 'concat':
      return dV === null ? '' : of({ queries: t, channels: nHeads * dV });
    case 'written':
      return of({ queries: t, channels: d });
  }
}
