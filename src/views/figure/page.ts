import { INK } from '../picture/ink.ts';
import { at, escapeXml, FONTS, rect, stacked } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { captionBlock } from './caption.ts';

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

const MARGIN = 14;

/** A whole figure: its size, its text, and what it says to those who cannot see it. */
export function svgDocument(block: Block, title: string, description: string) {
  const width = Math.ceil(block.width + 2 * MARGIN);
  const height = Math.ceil(block.height + 2 * MARGIN);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" direction="ltr" font-family="${FONTS.sans}" font-size="10" fill="${INK.ink}">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(description)}</desc>`,
    rect(0, 0, width, height, INK.paper),
    at(MARGIN, MARGIN, block),
    '</svg>\n',
  ].join('\n');
  return { svg, width, height };
}
