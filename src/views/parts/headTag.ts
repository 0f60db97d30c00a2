import type { LabelId } from '../../core/labels/report.ts';
import { textWidth } from '../picture/textWidth.ts';

/** What a cell says of its head: in plain words, in fewer where there is little room, and by the technical name. */
export type HeadTag = {
  readonly label: LabelId | null;
  readonly says: string;
  readonly chip: string;
  readonly short: string;
  readonly name: string;
  readonly score: string;
};

/** Room that glyph and gap take in a chip, and the size of its words, in rem. */
const BESIDE_WORDS = 1.05;
const WORD_SIZE = 0.87;

/** The most words of a label for which a chip of some width has room; the fewest are cut off rather than left out. */
export function chipWord(
  { says, chip, short }: Pick<HeadTag, 'says' | 'chip' | 'short'>,
  width: number,
  rem: number,
): string {
  const room = width - BESIDE_WORDS * rem;
  return [says, chip].find((words) => textWidth(words, WORD_SIZE * rem, 'sans') <= room) ?? short;
}

/** A chip in full, for the pointer that rests on it: the plain words, the technical name and the number. */
export function tagTitle({ says, name, score }: Pick<HeadTag, 'says' | 'name' | 'score'>): string {
  return [says, says === name ? score : `(${`${name} ${score}`.trim()})`].join(' ').trim();
}
