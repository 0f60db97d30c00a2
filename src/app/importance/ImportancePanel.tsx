import { useDeferredValue, useMemo } from 'react';
import { leaveOneOut } from '../../core/ablation/orders.ts';
import { mapLayout } from '../../views/HeadMap/HeadMap.layout.ts';
import { FaintGrid } from '../../views/parts/FaintGrid.tsx';
import { useSize } from '../../views/parts/useSize.ts';
import { expectedWords } from '../../core/study/expected.ts';
import { Term } from '../../views/parts/Term.tsx';
import { isRecording } from '../shown/shown.ts';
import { kindOnScreen } from '../shown/turning.ts';
import { MODE_WORDS } from '../parts/modeWords.ts';
import { importanceMs } from '../shown/expected.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { BasisChoice } from '../parts/BasisChoice.tsx';
import { basisNow } from '../shown/basis.ts';
import { StudyBar } from '../parts/StudyBar.tsx';
import { objectiveOf, shownImportance } from '../shown/shownImportance.ts';
import { useStack } from '../shown/useStack.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { CurvePart } from './CurvePart.tsx';
import { FidelityTable } from './FidelityTable.tsx';
import { MomentsPart } from './MomentsPart.tsx';
import { TrainedPart } from './TrainedPart.tsx';
import styles from '../parts/studies.module.css';
import { ImportanceMap } from './ImportanceMap.tsx';
import { RankedHeads } from './RankedHeads.tsx';

const selectStudy = (state: AppState) => state.studies.measured.importance ?? null;
const selectMode = (state: AppState) => state.view.mode;
const selectSentences = (state: AppState) => state.studies.sentences;

/** How much is lost without each head, and as heads are taken away one after another. */
export function ImportancePanel() {
  const study = useApp(selectStudy);
  const mode = useApp(selectMode);
  const objective = useApp(objectiveOf);
  const kind = useApp(kindOnScreen);
  const isRecorded = useApp(isRecording);
  const expected = useApp(importanceMs);
  const basis = useApp(basisNow);
  const { by } = useApp(selectSentences);
  const stack = useStack();
  // Results come many times a second: what the person does goes first.
  const shown = useDeferredValue(study);
  const found = useMemo(
    () => (shown === null || stack === null ? null : shownImportance(shown, objective, stack, kind, by)),
    [shown, objective, stack, kind, by],
  );
  const importance = found?.importance ?? null;
  const whole = useMemo(
    () => (shown?.status !== 'done' || importance === null ? null : { study: shown, importance }),
    [shown, importance],
  );
  const variants = stack === null ? [] : leaveOneOut(stack.run.attention, mode);
  return (
    <section className={styles.page} aria-label="Importance of every head">
      {isRecorded ? (
        <p className={styles.words} role="status">
          Recorded attention: no model runs here, so nothing {shown === null ? '' : 'more '}can be switched off and
          measured.{shown === null ? '' : ' What the file holds is shown.'}
        </p>
      ) : (
        <>
          <BasisChoice />
          <StudyBar study={study}>
            <button
              type="button"
              disabled={variants.length === 0}
              onClick={() => dispatch({ type: 'measureAsked', purpose: 'importance', variants })}
            >
              Measure every head
            </button>
            {study === null && basis === 'sentence' && expected !== null ? (
              <span className={styles.words}>{expectedWords(expected)}</span>
            ) : null}
          </StudyBar>
        </>
      )}
      {shown === null || stack === null || found === null ? (
        isRecorded || stack === null ? null : (
          <ToCome stack={stack} />
        )
      ) : (
        <ImportanceMap study={shown} found={found} />
      )}
      <CurvePart whole={whole} />
      {shown === null || stack === null || found === null ? null : (
        <RankedHeads study={shown} found={found} stack={stack} />
      )}
      <FidelityTable />
      <MomentsPart />
      <TrainedPart />
    </section>
  );
}

/** The map before it is measured, faint, and how it will come about. */
function ToCome({ stack }: { readonly stack: ShownStack }) {
  const { rem } = useStage();
  const mode = useApp(selectMode);
  const [box, size] = useSize();
  const { nLayers, nHeads } = stack.tensor;
  const { cellWidth, cellHeight } = mapLayout(nHeads, size.width, rem);
  return (
    <div ref={box} className={styles.toCome}>
      <FaintGrid nRows={nLayers} nColumns={nHeads} width={cellWidth * nHeads} height={cellHeight * nLayers} />
      <p className={styles.words}>
        Each head is switched off in turn (<Term of={mode}>{MODE_WORDS[mode].name}</Term>: see “Switch off”), and what
        the model then loses is held against what it says as it is: here every head gets that number.
      </p>
    </div>
  );
}
