import { useMemo } from 'react';
import type { HeadRef } from '../../core/selection.ts';
import { dataOf } from '../../core/inside/road.ts';
import type { InsideLayer } from '../../core/inside/layer.ts';
import { layerValueMaps } from '../../core/inside/valueMap.ts';
import { finish } from '../../core/slices.ts';
import { headName } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { FoldedMap } from '../../views/HeadGrid/FoldedMap.tsx';
import { largestShown } from '../../views/paint/largest.ts';
import { preciseNumber } from '../../views/parts/numbers.ts';
import { useStage } from '../stage.ts';
import { dispatch } from '../state/store.ts';
import type { OwnStack } from './rowBasis.ts';
import styles from './inside.module.css';

type LayerMapsProps = { readonly stack: OwnStack; readonly head: HeadRef; readonly layer: InsideLayer };

/** Weight × length of every head of the layer as small maps on one scale, so that one sees which of them sends most. */
export function LayerMaps({ stack, head, layer }: LayerMapsProps) {
  const { scheme, rem } = useStage();
  const { tensor, isCausal } = stack;
  const maps = useMemo(() => layerMaps(tensor, head.layer, layer), [tensor, head.layer, layer]);
  const patterns = useMemo(
    () => maps?.tensors.map((one) => ({ tensor: one, isCausal, hidden: null, mode: 'absolute' }) as const) ?? [],
    [maps, isCausal],
  );
  if (maps === null) return null;
  return (
    <div className={styles.stage}>
      <p className={styles.words}>
        The heads of this layer on one scale, from 0 to {preciseNumber(maps.max)}, weight × length:
      </p>
      <div className={styles.maps} role="group" aria-label="Heads of this layer, weight × length">
        {patterns.map((one, at) => {
          const name = headName(tensor, { layer: head.layer, head: at });
          return (
            <button
              key={name}
              type="button"
              aria-pressed={at === head.head}
              onClick={() => {
                if (at !== head.head) dispatch({ type: 'headPinned', head: { layer: head.layer, head: at } });
              }}
            >
              <FoldedMap patterns={one} scheme={scheme} side={4 * rem} name={`${name}, weight × length`} />
              {name}
            </button>
          );
        })}
      </div>
    </div>
  );
}

/** The maps of a layer's heads as stacks of one, 0 to 1 by the largest of all; null where values or W_O cannot be had. */
function layerMaps(
  { kind, nHeads, nQueries, nKeys, data }: AttentionTensor,
  at: number,
  layer: InsideLayer,
): { readonly tensors: readonly AttentionTensor[]; readonly max: number } | null {
  const [values, outputWeights] = [dataOf(layer.value), dataOf(layer.outputWeights)];
  if (values === null || outputWeights === null || layer.dV === null) return null;
  const area = nQueries * nKeys;
  const patterns = data.subarray(at * nHeads * area, (at + 1) * nHeads * area);
  const { nKeyHeads, dV } = layer;
  const maps = finish(layerValueMaps(patterns, { nHeads, nKeyHeads, nKeys, dV, values, outputWeights }));
  const max = largestShown(maps, nKeys, null);
  if (max > 0) for (let cell = 0; cell < maps.length; cell++) maps[cell] = (maps[cell] ?? 0) / max;
  const tensors = Array.from({ length: nHeads }, (_, one): AttentionTensor => {
    return { kind, nLayers: 1, nHeads: 1, nQueries, nKeys, data: maps.subarray(one * area, (one + 1) * area) };
  });
  return { tensors, max };
}
