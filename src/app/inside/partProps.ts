import type { HeadRef } from '../../core/selection.ts';
import type { Road } from './stageGroups.ts';
import type { Cell } from './pinnedCell.ts';
import type { OwnStack } from './rowBasis.ts';

/** What the numbers of a step are drawn from. */
export type PartProps = {
  readonly stack: OwnStack;
  readonly head: HeadRef;
  readonly road: Road;
  readonly pinned: Cell;
  /** Whether the layer is on its way, and nothing but its pattern is known. */
  readonly isPending: boolean;
};
