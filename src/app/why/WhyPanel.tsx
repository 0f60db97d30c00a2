import { memo, useMemo } from 'react';
import type { LabelId } from '../../core/labels/report.ts';
import { LabelPanel } from '../../views/LabelPanel/LabelPanel.tsx';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { fetched } from '../shown/fetched.ts';
import { comeIntoView } from '../parts/comeIntoView.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import { pieceWord } from '../shown/pieceWord.ts';
import { useShownHead } from '../shown/useShownHead.ts';
import { useStack } from '../shown/useStack.ts';
import styles from './WhyPanel.module.css';

const selectLabel = (state: AppState) => state.panelLabel;

const select = (label: LabelId): void => dispatch({ type: 'labelSelected', label });

const FidelityLine = fetched(async () => (await import('./FidelityLine.tsx')).FidelityLine);

/** The labels stay those of the run before until newer ones are there. */
const StillLabelPanel = memo(LabelPanel);

type WhyPanelProps = {
  /** Whether it has just been asked for: then it is brought to where it can be seen. */
  readonly isNew: boolean;
};

/** Why the head on screen has its label. */
export function WhyPanel({ isNew }: WhyPanelProps) {
  const shown = useShownHead(useStage().hover);
  const stack = useStack();
  const tensor = stack?.tensor;
  const piece = stack === null ? 'word' : pieceWord(stack, 'key');
  const report = shown?.report ?? null;
  const numbers = tensor?.layerNumbers;
  // The panel names the head, so it is told the layer's true number.
  const named = useMemo(
    () =>
      report === null || numbers === undefined ? report : { ...report, layer: numbers[report.layer] ?? report.layer },
    [report, numbers],
  );
  const label = useApp(selectLabel);
  const selected = shown?.isPreview ? null : label;
  const tried = selected ?? report?.strongest ?? null;
  const head = shown?.head ?? null;
  // What stands in a head's place is a pattern over one sequence.
  const isAcross = tensor?.kind === 'cross';
  const line = useMemo(
    () => (
      <div className={styles.line}>
        {head === null || tried === null || isAcross ? null : (
          <LazyPart>
            <FidelityLine head={head} label={tried} piece={piece} />
          </LazyPart>
        )}
      </div>
    ),
    [head, tried, piece, isAcross],
  );
  return (
    <div ref={isNew ? comeIntoView : undefined} className={styles.panel}>
      <StillLabelPanel
        report={named}
        isComing={isAcross || tensor?.nQueries === tensor?.nKeys}
        selected={selected}
        isPreview={shown?.isPreview ?? false}
        nSentences={1}
        piece={piece}
        onSelect={select}
      >
        {line}
      </StillLabelPanel>
    </div>
  );
}
