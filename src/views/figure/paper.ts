/** Sizes of pictures on paper, in CSS pixels: those of no screen. */
export const PAPER = {
  rem: 15,
  curve: { width: 640, height: 300 },
  /** Of the square of distances, and of the plane beside it with what it says above itself. */
  alikeSide: 420,
  plane: { width: 420, height: 398 },
  /** Of four panels side by side. */
  trainedWidth: 860,
  /** Of rows of bars over keys or channels. */
  insideWidth: 640,
} as const;
