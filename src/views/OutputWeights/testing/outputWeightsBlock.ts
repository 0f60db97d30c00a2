import { cellsBlock } from '../../picture/cells.ts';
import { INK } from '../../picture/ink.ts';
import type { Ink } from '../../picture/ink.ts';
import { at, num, rect, text } from '../../picture/svg.ts';
import type { Block } from '../../picture/svg.ts';
import type { outputWeightsPicture } from '../OutputWeights.picture.ts';

/** Heads side by side and their rows of W_O as SVG text, for files that tests compare with; no figure holds them. */
export async function outputWeightsBlock(
  picture: ReturnType<typeof outputWeightsPicture>,
  ink: Ink = INK,
): Promise<Block> {
  const { layout, given, weights, titles, names, veils, litTop } = picture;
  const { left, strip, weights: from, across, top, height, width, block } = layout;
  const tall = height - top;
  const [z, table] = [
    await cellsBlock(given, strip, tall, true, ink),
    await cellsBlock(weights, across, tall, true, ink),
  ];
  const columns = [
    [left, strip],
    [from, across],
  ] as const;
  return {
    width,
    height,
    body: [
      ...titles.map(({ x, text: words }) => text(x, layout.title, words, { size: 9.5, fill: ink.muted })),
      ...names.map(({ y, text: name, isLit }) =>
        text(left - 5, y, name, {
          size: 9.5,
          font: 'mono',
          anchor: 'end',
          isBold: isLit,
          fill: isLit ? ink.output : ink.muted,
        }),
      ),
      at(left, top, z),
      at(from, top, table),
      ...columns.flatMap(([x, wide]) => [
        ...veils.map((veil) => rect(x, veil.top, wide, veil.height, ink.paper, ' fill-opacity="0.55"')),
        `<rect x="${num(x)}" y="${num(litTop)}" width="${num(wide)}" height="${num(block)}" fill="none" stroke="${ink.output}"/>`,
      ]),
    ].join('\n'),
  };
}
