import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { renormalise } from '../../core/hiding.ts';
import type { HeadRef } from '../../core/selection.ts';
import { headName, patternOf } from '../../core/tensor.ts';
import { largestShown } from '../../views/paint/largest.ts';
import { largestOfPair, patternPair } from '../../views/paint/largestDifference.ts';
import { DifferenceLegend } from '../../views/parts/DifferenceLegend.tsx';
import { Legend } from '../../views/parts/Legend.tsx';
import { useDifferenceMax } from '../shown/useDifferenceMax.ts';
import { SCALE_WORDS } from '../parts/messages.ts';
import { useStage } from '../stage.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { hasHead } from '../shown/useStack.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { AblatedMark } from './AblatedMark.tsx';
import { NearestHeads } from './NearestHeads.tsx';
import styles from './DetailPanel.module.css';

const selectScale = (state: AppState) => state.view.scale;
const selectHides = (state: AppState) => state.view.hidesSinks;

/** What the colours of the pinned heads stand for, and what has been done to their weights. */
export function DetailLegend({
  stack,
  head,
  children,
}: {
  readonly stack: ShownStack | null;
  readonly head: HeadRef | null;
  /** Further controls of the pinned heads. */
  readonly children: ReactNode;
}) {
  const { scheme } = useStage();
  const scale = useApp(selectScale);
  const hidesSinks = useApp(selectHides);
  const max = useMemo(() => {
    if (scale !== 'head' || stack === null || head === null || !hasHead(stack, head)) return 1;
    const { tensor, hidden } = stack;
    const pattern = patternOf(tensor, head);
    const rows = hidden && renormalise(pattern, tensor.nKeys, hidden.keys);
    return largestShown(pattern, tensor.nKeys, hidden && rows && { ...hidden, rowScale: rows.rowScale });
  }, [scale, stack, head]);
  const allMax = useDifferenceMax(stack);
  const differenceMax = useMemo(() => {
    if (scale !== 'head' || stack === null || stack.base === null || head === null || !hasHead(stack, head))
      return allMax;
    return largestOfPair(patternPair(stack.tensor, stack.base, head, stack.isCausal, stack.hidden));
  }, [allMax, scale, stack, head]);
  const leftOut = [stack?.isCausal ? 'not allowed' : '', hidesSinks ? 'hidden' : '']
    .filter((word) => word !== '')
    .join(' or ');
  const showsLeftOut = leftOut === '' ? null : leftOut;
  const isOwnScale = scale === 'head' && head !== null && stack !== null;
  return (
    <div className={styles.legend}>
      {stack !== null && stack.base !== null ? (
        <DifferenceLegend
          max={differenceMax}
          scheme={scheme}
          title={isOwnScale ? 'change of the weight, each head to its largest' : 'change of the weight'}
          showsLeftOut={showsLeftOut}
        />
      ) : (
        <Legend
          scale={{ mode: scale, max }}
          scheme={scheme}
          title={isOwnScale ? `weight, ${headName(stack.tensor, head)} to its largest` : SCALE_WORDS[scale].legend}
          showsLeftOut={showsLeftOut}
        />
      )}
      {stack === null || head === null || !hasHead(stack, head) ? null : <NearestHeads stack={stack} head={head} />}
      {hidesSinks ? <strong className={styles.mark}>renormalised</strong> : null}
      {stack === null ? null : (
        <AblatedMark stack={stack}>
          <span
            className={styles.checked}
            title={`The largest difference of a row's sum from 1 is ${stack.run.rowSumError.toExponential(1)}`}
          >
            rows sum to 1 ✓
          </span>
        </AblatedMark>
      )}
      {children}
    </div>
  );
}
