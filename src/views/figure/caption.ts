import { INK } from '../picture/ink.ts';
import { text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { wrapped } from '../picture/textWidth.ts';

const SIZE = 10;
const LINE = 13.5;

/** What stands under a figure: each paragraph begins a new line, so that a right-to-left sentence disturbs no other words. */
export function captionBlock(paragraphs: readonly string[], width: number): Block {
  const lines = paragraphs.flatMap((words, index) =>
    wrapped(words, width, SIZE).map((line) => ({ line, fill: index === 0 ? INK.ink : INK.muted })),
  );
  const body = lines.map(({ line, fill }, i) => text(0, (i + 0.5) * LINE, line, { size: SIZE, fill })).join('\n');
  return { width, height: lines.length * LINE, body };
}
