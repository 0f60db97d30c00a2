import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { hasHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import { rampEnd } from '../../views/paint/headPaint.ts';
import { DifferenceLegend } from '../../views/parts/DifferenceLegend.tsx';
import { Legend } from '../../views/parts/Legend.tsx';
import { Term } from '../../views/parts/Term.tsx';
import { shownPatterns } from '../shown/shownPatterns.ts';
import { fetched } from '../shown/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import { SCALE_WORDS } from '../parts/choiceWords.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { AblatedMark } from './AblatedMark.tsx';
import styles from './DetailPanel.module.css';

const NearestHeads = fetched(async () => (await import('./NearestHeads.tsx')).NearestHeads);

const selectIsCompared = (state: AppState) => state.studies.alike !== null;
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
  const isCompared = useApp(selectIsCompared);
  const max = useMemo(() => {
    if (stack === null) return 1;
    const patterns = shownPatterns(stack, scale);
    if (head !== null && hasHead(stack.tensor, head)) return rampEnd(patterns, head);
    return patterns.base ? patterns.differenceMax : 1;
  }, [scale, stack, head]);
  const leftOut = [stack?.isCausal ? 'not allowed' : '', hidesSinks ? 'hidden' : '']
    .filter((word) => word !== '')
    .join(' or ');
  const showsLeftOut = leftOut === '' ? null : leftOut;
  const isOwnScale = scale === 'head' && head !== null && stack !== null;
  return (
    <div className={styles.legend}>
      {stack !== null && stack.base !== null ? (
        <DifferenceLegend
          max={max}
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
      {stack?.isCausal ? (
        <span className={styles.checked}>
          <Term of="causal">causal</Term>: no looking ahead
        </span>
      ) : null}
      {!isCompared || stack === null || head === null || !hasHead(stack.tensor, head) ? null : (
        <LazyPart>
          <NearestHeads stack={stack} head={head} />
        </LazyPart>
      )}
      {hidesSinks ? <strong className={styles.mark}>renormalised</strong> : null}
      {stack === null ? null : (
        <span className={styles.stateMark}>
          <AblatedMark stack={stack}>
            <span
              className={styles.checked}
              title={`The largest difference of a row's sum from 1 is ${stack.run.rowSumError.toExponential(1)}`}
            >
              <Term of="softmax">rows sum to 1</Term> ✓
            </span>
          </AblatedMark>
        </span>
      )}
      {children}
    </div>
  );
}
