import type { InsideLayer } from '../../core/inside/layer.ts';
import type { StageId } from '../../core/inside/stages.ts';

/** The shape of a step's tensor in this model's numbers, as `[heads 8, tokens 15, 16]`; empty where it is one number a cell. */
export function shapeOf(layer: InsideLayer, stage: StageId): string {
  const { nHeads, nKeyHeads, nQueries: t, nKeys: s, dK, dV, d } = layer;
  const of = (...sizes: readonly (number | null)[]): string => (sizes.includes(null) ? '' : `[${sizes.join(', ')}]`);
  switch (stage) {
    case 'stream':
    case 'read':
    case 'output':
    case 'after':
      return of(t, d);
    case 'qkv':
    case 'rotation':
      return dK === null ? '' : `q ${of(nHeads, t, dK)}, k ${of(nKeyHeads, s, dK)}, v ${of(nKeyHeads, s, dV)}`;
    case 'products':
      return of(dK);
    case 'raw':
    case 'scale':
    case 'cap':
    case 'bias':
    case 'mask':
    case 'score':
    case 'weight':
      return of(nHeads, t, s);
    case 'sink':
      return of(nHeads, t);
    case 'result':
      return of(nHeads, t, dV);
    case 'concat':
      return dV === null ? '' : of(t, nHeads * dV);
    case 'written':
      return of(t, d);
  }
}
