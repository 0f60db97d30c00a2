import type { HoverStore } from '../../views/hover.ts';
import { LabelPanel } from '../../views/LabelPanel/LabelPanel.tsx';
import type { AppState } from '../state.ts';
import { dispatch, useApp } from '../store.ts';
import { useShownHead } from '../useShownHead.ts';

const selectLabel = (state: AppState) => state.panelLabel;

/** Why the head on screen has its label. */
export function WhyPanel({ hover }: { readonly hover: HoverStore }) {
  const shown = useShownHead(hover);
  const label = useApp(selectLabel);
  return (
    <LabelPanel
      report={shown?.report ?? null}
      selected={shown?.isPreview ? null : label}
      isPreview={shown?.isPreview ?? false}
      nSentences={1}
      onSelect={(chosen) => dispatch({ type: 'labelSelected', label: chosen })}
    />
  );
}
