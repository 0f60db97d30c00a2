import { stacked } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { captionBlock } from './caption.ts';
import { svgDocument } from './svgDocument.ts';

/** What every figure says of itself. */
export type FigureWords = {
  readonly title: string;
  readonly description: string;
  /** The lines under the figure, the sentence first. */
  readonly caption: readonly string[];
};

export type Figure = { readonly svg: string; readonly width: number; readonly height: number };

/** Lets the page draw between the parts of a figure. */
export type Pause = () => Promise<void>;

/** The least width that a caption is set in. */
const LEAST_WIDTH = 420;

/** Parts under each other with the caption below them, as a file. */
export function finished(parts: readonly Block[], { title, description, caption }: FigureWords): Figure {
  const drawn = stacked(parts, 14);
  const width = Math.max(drawn.width, LEAST_WIDTH);
  const whole = stacked([drawn, captionBlock(caption, width)], 12);
  return svgDocument({ ...whole, width }, title, description);
}
