import type { Font } from './svg.ts';

/** Letters as people count them. */
const segmenter = new Intl.Segmenter();

/** Chinese, Japanese, Korean and emoji take a whole em. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1ffff}\u{20000}-\u{3ffff}]/u;
const CAPITAL = /[\p{Lu}MWmw%@]/u;

/** How wide a text will be, about: the reader's font is not known, so this errs on the wide side. */
export function textWidth(words: string, size: number, font: Font): number {
  let ems = 0;
  for (const { segment } of segmenter.segment(words)) {
    ems += WIDE.test(segment) ? 1 : font === 'mono' ? 0.61 : CAPITAL.test(segment) ? 0.68 : 0.51;
  }
  return ems * size;
}

/** Lines no wider than `width`, broken at spaces, and inside a word only where it alone is too long. */
export function wrapped(words: string, width: number, size: number, font: Font = 'sans'): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, size, font) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const { segment } of segmenter.segment(word)) {
      if (line !== '' && textWidth(line + segment, size, font) > width) {
        lines.push(line);
        line = '';
      }
      line += segment;
    }
  }
  return line === '' ? lines : [...lines, line];
}
