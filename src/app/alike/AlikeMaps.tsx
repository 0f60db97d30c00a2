import { useState } from 'react';
import type { CombinedComparison } from '../../core/alike/combine.ts';
import type { HeadRef } from '../../core/selection.ts';
import { AlikeMatrix } from '../../views/AlikeMatrix/AlikeMatrix.tsx';
import { AlikePlane } from '../../views/AlikeMatrix/AlikePlane.tsx';
import { useSize } from '../../views/parts/useSize.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { headAt } from '../shown/alike.ts';
import type { ShownAlike } from '../shown/shownAlike.ts';
import { selectTwins } from './selectTwins.ts';
import type { useHeadMap } from './useHeadMap.ts';
import type { ShownStack } from '../shown/useStack.ts';
import styles from '../parts/studies.module.css';

const selectPair = (state: AppState) => state.view.twins;

export type AlikeMapsProps = {
  readonly comparison: CombinedComparison;
  readonly stack: ShownStack;
  readonly found: ShownAlike;
  readonly map: ReturnType<typeof useHeadMap>;
};

/** Distances of all pairs as a square with its tree, and as a plane; a pair is chosen in either. */
export function AlikeMaps(props: AlikeMapsProps) {
  const { comparison, found, map } = props;
  const { hover, scheme, rem } = useStage();
  const { matrix, plane } = found;
  const [box, size] = useSize();
  const pair = useApp(selectPair);
  const [first, setFirst] = useState<number | null>(null);
  const { nHeads, distance, contentDistance } = comparison;
  const indexOf = ({ layer, head }: HeadRef): number => layer * nHeads + head;
  const selected: readonly [number, number] | null = pair === null ? null : [indexOf(pair[0]), indexOf(pair[1])];
  const choose = (a: number, b: number): void => selectTwins(headAt(a, nHeads), headAt(b, nHeads));
  const half = size.width > 40 * rem ? Math.floor((size.width - 1.2 * rem) / 2) : size.width;
  const height = Math.min(half, 24 * rem);
  return (
    <div ref={box} className={styles.plots}>
      {size.width === 0 ? null : (
        <>
          <AlikeMatrix
            {...matrix}
            nHeads={nHeads}
            distance={distance}
            contentDistance={contentDistance}
            selected={selected}
            width={half}
            height={height}
            rem={rem}
            scheme={scheme}
            hover={hover}
            onSelect={choose}
          />
          {map === 'failed' ? (
            <p className={styles.words}>The map could not be worked out; the square beside it has all distances.</p>
          ) : map === null || map.points.length !== 2 * matrix.names.length ? (
            <p className={styles.words} style={{ height }}>
              Drawing the map …
            </p>
          ) : (
            <AlikePlane
              {...plane}
              nHeads={nHeads}
              points={map.points}
              share={map.shown}
              selected={first === null ? (selected ?? []) : [first]}
              width={half}
              height={height}
              rem={rem}
              scheme={scheme}
              hover={hover}
              onSelect={(index) => {
                // Two points make a pair: the first one waits for the second.
                if (first === null || first === index) setFirst(first === index ? null : index);
                else {
                  setFirst(null);
                  choose(first, index);
                }
              }}
            />
          )}
        </>
      )}
    </div>
  );
}
