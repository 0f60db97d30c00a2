import { memo, useMemo } from 'react';
import type { LabelId } from '../../core/labels/report.ts';
import type { HoverStore } from '../../views/hover.ts';
import { LabelPanel } from '../../views/LabelPanel/LabelPanel.tsx';
import type { AppState } from '../state.ts';
import { dispatch, useApp } from '../store.ts';
import { useShownHead } from '../useShownHead.ts';
import { useStack } from '../useStack.ts';

const selectLabel = (state: AppState) => state.panelLabel;

const select = (label: LabelId): void => dispatch({ type: 'labelSelected', label });

/** The labels stay those of the run before until newer ones are there. */
const StillLabelPanel = memo(LabelPanel);

/** Why the head on screen has its label. */
export function WhyPanel({ hover }: { readonly hover: HoverStore }) {
  const shown = useShownHead(hover);
  const tensor = useStack()?.tensor;
  const report = shown?.report ?? null;
  const numbers = tensor?.layerNumbers;
  // The panel names the head, so it is told the layer's true number.
  const named = useMemo(
    () =>
      report === null || numbers === undefined ? report : { ...report, layer: numbers[report.layer] ?? report.layer },
    [report, numbers],
  );
  const label = useApp(selectLabel);
  return (
    <StillLabelPanel
      report={named}
      isComing={tensor?.kind !== 'cross'}
      selected={shown?.isPreview ? null : label}
      isPreview={shown?.isPreview ?? false}
      nSentences={1}
      onSelect={select}
    />
  );
}
