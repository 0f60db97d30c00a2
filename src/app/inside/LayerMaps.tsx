import { useMemo } from 'react';
import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { InsideLayer } from '../../core/inside/layer.ts';
import { headName } from '../../core/tensor.ts';
import { FoldedMap } from '../../views/HeadGrid/FoldedMap.tsx';
import { preciseNumber } from '../../views/parts/numbers.ts';
import { useInTurns } from '../parts/useInTurns.ts';
import { useStage } from '../shown/stage.ts';
import { dispatch } from '../state/store.ts';
import { mapsOfLayer } from './mapsOfLayer.ts';
import type { OwnStack } from './rowBasis.ts';
import styles from './inside.module.css';

type LayerMapsProps = { readonly stack: OwnStack; readonly head: HeadRef; readonly layer: InsideLayer };

/** Weight × length of every head of the layer as small maps on one scale, so that one sees which of them sends most. */
export function LayerMaps({ stack, head, layer }: LayerMapsProps) {
  const { scheme, rem } = useStage();
  const { tensor, isCausal } = stack;
  const begin = useMemo(() => mapsOfLayer(tensor, layer), [tensor, layer]);
  const maps = useInTurns(begin);
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
          const own: HeadRef = { layer: maps.layer, head: at };
          const name = headName(tensor, own);
          return (
            <button
              key={name}
              type="button"
              aria-pressed={sameHead(own, head)}
              onClick={() => {
                if (!sameHead(own, head)) dispatch({ type: 'headPinned', head: own });
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
