import { useMemo, useState } from 'react';
import type { ErrorInfo } from '../../core/errors.ts';
import { headInside, pairInside, rowInside } from '../../core/inside/road.ts';
import type { InsideLayer } from '../../core/inside/layer.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { nothingInside } from './nothingInside.ts';
import { insideAblated, isInsideUnderWay, isRecording } from '../shown/shown.ts';
import type { Cell } from './pinnedCell.ts';
import { drawnLayer } from './drawnLayer.ts';
import type { DrawnLayer, ShownLayer } from './drawnLayer.ts';
import { ofRun, ownStack, rowBasis } from './rowBasis.ts';
import type { OwnStack } from './rowBasis.ts';
import { useInside } from '../shown/useInside.ts';
import type { Road } from './stageGroups.ts';

const selectRun = (state: AppState) => state.run;
const selectKind = (state: AppState) => state.view.stack;

/** The stack of the run on screen, with the heads switched off that are there: what is inside is fetched of that. */
export function useOwnStack(): OwnStack | null {
  const run = useApp(selectRun);
  const kind = useApp(selectKind);
  const ablated = useApp(insideAblated);
  return useMemo(() => ownStack(run, kind, ablated), [run, kind, ablated]);
}

/** The layer of a head on the run on screen: asked for while this is drawn. `isPending` until the answer is there. */
function useLayer(stack: OwnStack, { layer }: HeadRef) {
  const isOfFile = useApp(isRecording);
  const isUnderWay = useApp(isInsideUnderWay);
  const { off } = stack;
  const { kind } = stack.tensor;
  const question = useMemo(
    () => (isOfFile || isUnderWay ? null : ({ about: 'layer', kind, layer, ...ofRun(off) } as const)),
    [isOfFile, isUnderWay, kind, layer, off],
  );
  const { answer, error, askAgain } = useInside('layer', question);
  const found = useMemo(() => {
    if (isOfFile)
      return {
        layer: nothingInside(stack.tensor, layer, { why: 'weights-only', detail: '' }),
        isPending: false,
        error: null,
      };
    if (answer?.about === 'refused')
      return { layer: nothingInside(stack.tensor, layer, answer.refusal), isPending: false, error: null };
    if (answer !== null && answer.layer.layer === layer && answer.layer.kind === kind)
      return { layer: answer.layer, isPending: false, error: null };
    return {
      layer: nothingInside(stack.tensor, layer, { why: 'not-found', detail: '' }),
      isPending: error === null,
      error,
    };
  }, [isOfFile, answer, error, stack, layer, kind]);
  return { ...found, askAgain };
}

type FoundLayer = DrawnLayer & {
  /** Whether nothing has been there yet. */
  readonly isFirst: boolean;
  readonly isPending: boolean;
  readonly error: ErrorInfo | null;
  readonly askAgain: () => void;
};

/** What is drawn of a head, asked for while it is. */
export function useShownLayer(stack: OwnStack, head: HeadRef): FoundLayer {
  const { layer, isPending, error, askAgain } = useLayer(stack, head);
  const [last, setLast] = useState<ShownLayer | null>(null);
  const isGood = !isPending && error === null;
  if (isGood && (last?.stack !== stack || last.head !== head || last.layer !== layer)) setLast({ stack, head, layer });
  const found = { isPending, error };
  return {
    ...drawnLayer(last, { stack, head, layer }, found),
    ...found,
    isFirst: isPending && last === null,
    askAgain,
  };
}

/** The road of a cell through a head; rows and pairs are made here, without a run. */
export function useRoad(stack: OwnStack, layer: InsideLayer, head: HeadRef, { query, key }: Cell): Road {
  const own = useMemo(() => headInside(layer, head.head), [layer, head.head]);
  const basis = useMemo(() => rowBasis(stack, head, query), [stack, head, query]);
  const row = useMemo(() => rowInside(own, basis), [own, basis]);
  const pair = useMemo(() => pairInside(own, row, key), [own, row, key]);
  return useMemo(() => ({ head: own, row, key, pair }), [own, row, key, pair]);
}
