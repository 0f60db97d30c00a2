import type { ElementType } from './elementTypes.ts';

/** An input that the runtime must be fed; a dimension is a number or the name of a free one. */
export type GraphInput = {
  readonly name: string;
  readonly elementType: ElementType;
  readonly dims: readonly (number | string)[];
};
