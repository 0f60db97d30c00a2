import { useMemo } from 'react';
import type { HeadRef } from '../../core/selection.ts';
import type { Stretch } from '../../core/stretch/stretch.ts';
import { centred } from '../../core/stretch/zoom.ts';
import { cellPaint } from '../../views/paint/headPaint.ts';
import { StretchMap } from '../../views/StretchMap/StretchMap.tsx';
import { shownPatterns } from '../shown/shownPatterns.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';

const selectScale = (state: AppState) => state.view.scale;

/** Of the map, in rem: as much as the corner of a heatmap has. */
const SIDE = 2.15;

type StretchCornerProps = { readonly stack: ShownStack; readonly head: HeadRef; readonly stretch: Stretch };

/** Where the stretch lies in the whole of one head. */
export function StretchCorner({ stack, head, stretch }: StretchCornerProps) {
  const { scheme, rem, hover } = useStage();
  const scale = useApp(selectScale);
  const cells = useMemo(() => cellPaint(shownPatterns(stack, scale), head, scheme), [stack, scale, head, scheme]);
  return (
    <StretchMap
      cells={cells}
      stretch={stretch}
      side={Math.round(SIDE * rem)}
      hover={hover}
      onCentre={(at) => dispatch({ type: 'viewChanged', change: { stretch: centred(stretch, stack.tensor, at) } })}
    />
  );
}
