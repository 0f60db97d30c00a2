import type { ElementType } from './elementTypes.ts';

/** An input that the runtime must be fed; a dimension is a number or the name of a free one. */
export type GraphInput = {
  readonly name: string;
  readonly elementType: ElementType;
  readonly dims: readonly (number | string)[];
  /** Set where the file says no shape at all: then it may have any number of axes. */
  readonly isShapeless?: true;
};

/** True for an input that is one number, without any axis. */
export function isScalar({ dims, isShapeless }: GraphInput): boolean {
  return dims.length === 0 && isShapeless !== true;
}
