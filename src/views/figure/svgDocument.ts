import { INK } from '../picture/ink.ts';
import { at, escapeXml, FONTS, rect } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';

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
