import { useMemo } from 'react';
import type { AgainstLayer } from '../../core/inside/questions.ts';
import { headInside, pairInside, rowInside } from '../../core/inside/road.ts';
import type { HeadRef } from '../../core/selection.ts';
import { stackOf } from '../../core/stack.ts';
import type { Stack } from '../../core/stack.ts';
import type { StageGroup } from '../../views/StageStrip/StageStrip.picture.ts';
import { cellInOther } from './againstCell.ts';
import type { Cell } from './pinnedCell.ts';
import { rowBasis } from './rowBasis.ts';
import { stageGroups } from './stageGroups.ts';
import type { Road } from './stageGroups.ts';

/** The road through a head on another text, at the place of a query and a key of the text on screen. */
export type OtherRoad = Pick<Stack, 'queryTokens' | 'keyTokens'> & {
  readonly road: Road;
  readonly groups: readonly StageGroup[];
  /** Whether the other text has not that query or that key. */
  readonly isOther: boolean;
};

/** Worked out in the page, without a run; null until the other text is there. */
export function useOtherRoad(found: AgainstLayer | null, { head }: HeadRef, { query, key }: Cell): OtherRoad | null {
  const whole = useMemo(() => found && wholeHead(found, head), [found, head]);
  return useMemo(() => {
    if (whole === null) return null;
    const { cell, isOther } = cellInOther({ query, key }, whole.stack.tensor);
    const road = roadAt(whole, cell);
    const { queryTokens, keyTokens } = whole.stack;
    return { road, groups: stageGroups(road, false), isOther, queryTokens, keyTokens };
  }, [whole, query, key]);
}

type WholeHead = { readonly stack: Stack; readonly head: Road['head'] };

/** A head of another text; null where its run has none. */
export function wholeHead({ run, layer }: AgainstLayer, head: number): WholeHead | null {
  const stack = stackOf(run, layer.kind);
  return stack && { stack, head: headInside(layer, head) };
}

/** The road of one query and one key of it. */
export function roadAt({ stack, head }: WholeHead, { query, key }: Cell): Road {
  // The other run has one layer, the one that is looked into.
  const row = rowInside(head, rowBasis(stack, { layer: 0, head: head.head }, query));
  return { head, row, key, pair: pairInside(head, row, key) };
}
