import { INK } from './ink.ts';

/** A part of a picture: SVG inside its own box, measured in CSS pixels from its top left. */
export type Block = { readonly width: number; readonly height: number; readonly body: string };

/** No font is brought along: the first of each list that the reader's machine has. */
export const FONTS = {
  sans: "'Source Sans 3', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif",
  mono: "'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace",
} as const;

export type Font = keyof typeof FONTS;

/**
 * Text as XML holds it: markup becomes letters, and characters that XML forbids even when escaped become visible signs
 * (control characters their pictures, halves of a pair the replacement sign).
 */
export function escapeXml(words: string): string {
  return words
    .replace(/\p{Cc}/gu, (control) => (control < ' ' ? (PICTURES.get(control) ?? pictureOf(control)) : control))
    .replace(/[\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** White space stays white space. */
const PICTURES: ReadonlyMap<string, string> = new Map(['\t', '\n', '\r'].map((white) => [white, ' ']));

/** U+2400 and the following are pictures of the control characters from 0 on. */
function pictureOf(control: string): string {
  return String.fromCharCode(0x2400 + control.charCodeAt(0));
}

/** A length as it is written: at most two decimals. */
export function num(value: number): string {
  return String(Math.round(value * 100) / 100);
}

type TextStyle = {
  readonly size?: number;
  readonly font?: Font;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly fill?: string;
  readonly isBold?: boolean;
  /** Degrees around the text's own place. */
  readonly turn?: number;
};

/** A line of text whose middle line lies at y. Each text is a line of its own to the bidi algorithm: none reorders another. */
export function text(x: number, y: number, words: string, style: TextStyle = {}): string {
  const { size = 10, font = 'sans', anchor = 'start', fill = INK.ink, isBold = false, turn = 0 } = style;
  const place =
    turn === 0 ? `x="${num(x)}" y="${num(y)}"` : `transform="translate(${num(x)} ${num(y)}) rotate(${num(turn)})"`;
  const shape = [
    size === 10 ? '' : ` font-size="${num(size)}"`,
    font === 'sans' ? '' : ` font-family="${FONTS[font]}"`,
    anchor === 'start' ? '' : ` text-anchor="${anchor}"`,
    fill === INK.ink ? '' : ` fill="${fill}"`,
    isBold ? ' font-weight="700"' : '',
  ].join('');
  // Not dominant-baseline: programs that turn SVG into PDF leave it out.
  return `<text ${place} dy="0.35em"${shape} unicode-bidi="isolate">${escapeXml(words)}</text>`;
}

export function rect(x: number, y: number, width: number, height: number, fill: string, more = ''): string {
  return `<rect x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" fill="${fill}"${more}/>`;
}

/** A block moved to a place. */
export function at(x: number, y: number, { body }: Pick<Block, 'body'>): string {
  return x === 0 && y === 0 ? body : `<g transform="translate(${num(x)} ${num(y)})">${body}</g>`;
}

/** Blocks under each other. */
export function stacked(blocks: readonly Block[], gap: number): Block {
  let y = 0;
  const parts = blocks.map((block) => {
    const part = at(0, y, block);
    y += block.height + gap;
    return part;
  });
  return {
    width: Math.max(0, ...blocks.map((block) => block.width)),
    height: Math.max(0, y - gap),
    body: parts.join('\n'),
  };
}

/** Blocks in rows of a number of columns; a column is as wide as its widest block, a row as high as its highest. */
export function tiled(blocks: readonly Block[], nColumns: number, gap: number): Block {
  const widths = Array.from({ length: Math.min(nColumns, blocks.length) }, (_, column) =>
    Math.max(0, ...blocks.filter((__, i) => i % nColumns === column).map((block) => block.width)),
  );
  const rows = Array.from({ length: Math.ceil(blocks.length / nColumns) }, (_, row): Block => {
    let x = 0;
    const inRow = blocks.slice(row * nColumns, (row + 1) * nColumns);
    const parts = inRow.map((block, column) => {
      const part = at(x, 0, block);
      x += (widths[column] ?? 0) + gap;
      return part;
    });
    return { width: x - gap, height: Math.max(0, ...inRow.map((block) => block.height)), body: parts.join('\n') };
  });
  return stacked(rows, gap);
}
