import { cellsLegend } from '../picture/cellsLegend.ts';
import { headPanel, namedEvery } from './headPanel.ts';
import type { HeadPanel, HeadPanels } from './headPanel.ts';
import { INK } from '../picture/ink.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords, Pause } from './page.ts';
import { legendBlock } from '../picture/legend.ts';
import { text, tiled } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';

/** Heads drawn large, side by side, in the order given. */
export async function headsFigure(
  panels: HeadPanels,
  heads: readonly HeadPanel[],
  words: FigureWords,
  pause: Pause,
): Promise<Figure> {
  const blocks: Block[] = [];
  for (const head of heads) {
    // One after the other, with the page drawing in between.
    blocks.push(await headPanel(panels, head));
    await pause();
  }
  const nColumns = heads.length <= 3 ? heads.length : heads.length === 4 ? 2 : 3;
  const grid = tiled(blocks, Math.max(1, nColumns), 26);
  return finished([grid, ...legendsOf(panels)], words);
}

/** Under all heads: the scale they share, and what is not said by it. */
function legendsOf(panels: HeadPanels): readonly Block[] {
  const legend = cellsLegend(panels, panels.base ? (panels.differenceMax ?? 1) : 1);
  const every = namedEvery(panels);
  const words = [
    panels.hidden === null || panels.base
      ? ''
      : 'Bar at the right of a row: the part of its attention that lies on hidden tokens.',
    every === 1 ? '' : `One token in ${every} is named.`,
  ].filter((one) => one !== '');
  return [
    ...(panels.mode === 'head' ? notesOnly(legend.notes) : [legendBlock(legend)]),
    ...words.map((one) => ({ width: 360, height: 12, body: text(0, 6, one, { size: 9.5, fill: INK.muted }) })),
  ];
}

function notesOnly(notes: readonly { readonly fill: string; readonly text: string }[]): readonly Block[] {
  return notes.map((note) => ({
    width: 240,
    height: 12,
    body: `<rect x="0" y="1.5" width="11" height="9" fill="${note.fill}" stroke="${INK.hairline}"/>${text(16, 6, note.text, { size: 9.5, fill: INK.muted })}`,
  }));
}
