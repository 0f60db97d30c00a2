import { useMemo, useState } from 'react';
import { createLabelContext } from '../src/core/labels/runContext.ts';
import { labelHead } from '../src/core/labels/labelHead.ts';
import type { LabelId } from '../src/core/labels/report.ts';
import { LabelPanel } from '../src/views/LabelPanel/LabelPanel.tsx';
import { makePattern } from './patterns.ts';
import type { PatternKind } from './patterns.ts';
import { makeTokens } from './tokens.ts';

export type PanelProps = {
  readonly kind: PatternKind;
  readonly nTokens: number;
  readonly isPreview?: boolean;
  readonly nSentences?: number;
};

/** The label panel for one synthetic head. */
export function Panel({ kind, nTokens, isPreview = false, nSentences = 1 }: PanelProps) {
  const [selected, setSelected] = useState<LabelId | null>(null);
  const report = useMemo(() => {
    const context = createLabelContext(makeTokens(nTokens), true);
    return {
      kind: 'decoder' as const,
      layer: 3,
      head: 7,
      ...labelHead(makePattern(kind, nTokens, nTokens, true, 5), context),
    };
  }, [kind, nTokens]);
  return (
    <LabelPanel
      report={report}
      isComing
      selected={selected}
      onSelect={setSelected}
      isPreview={isPreview}
      nSentences={nSentences}
    />
  );
}
