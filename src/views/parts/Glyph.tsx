import type { LabelGlyph } from '../../core/labels/words.ts';
import styles from './Glyph.module.css';

/** Lines in a box of 12 x 12. */
export const GLYPH_PATHS: Readonly<Record<LabelGlyph, string>> = {
  diagonal: 'M2 2L10 10',
  band: 'M1 4L8 11M4 1L11 8M2 2L10 10',
  column: 'M6 1V11',
  pair: 'M3 8.5a1 1 0 1 0 .01 0M9 3.5a1 1 0 1 0 .01 0',
  stripe: 'M1 7L5 11M5 3L9 7',
  block: 'M2 2H6V6H2ZM6 6H10V10H6Z',
  arc: 'M1 10C1 1 11 1 11 10',
  ring: 'M6 2a4 4 0 1 0 .01 0',
  dot: 'M6 4.5a1.5 1.5 0 1 0 .01 0',
  cross: 'M3 1V11M3 3L10 10',
  none: 'M3 6H9',
};

/** The small sign of a label, so that labels are told apart without colour. */
export function Glyph({ shape }: { readonly shape: LabelGlyph }) {
  return (
    <svg className={styles.glyph} viewBox="0 0 12 12" aria-hidden="true">
      <path d={GLYPH_PATHS[shape]} />
    </svg>
  );
}
