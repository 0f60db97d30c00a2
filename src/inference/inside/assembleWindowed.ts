import type { InsideLayer, WindowsOfLayer } from '../../core/inside/layer.ts';
import { assembleLayer } from './assembleLayer.ts';
import type { LayerParts } from './assembleLayer.ts';
import { refuse } from './stages.ts';
import { streamOfWindows } from './streamOfWindows.ts';

/** What a layer adds to the scores of keys that a shift brought into a window from the other edge is about -100. */
const PARTED = -50;

/** A layer that works window by window, from its parts by position: the stream only where it is seen to lie so, values not where padding takes a part. */
export function assembleWindowed(parts: LayerParts, windows: WindowsOfLayer): InsideLayer {
  const { inside, checks } = parts;
  const { found, isAdded } = streamOfWindows(parts.found, inside);
  // Unless it is told what comes of padding, rows do not sum to what the heads give.
  const isShort = windows.hasPadding && checks.context?.isPassed !== true;
  const value = isShort
    ? refuse('not-found', 'a part of each row goes to the padding of its window, whose values are those of no position')
    : found.value;
  const layer = assembleLayer({
    ...parts,
    inside: { ...inside, isAddedAsWritten: inside.isAddedAsWritten || isAdded },
    found: { ...found, value },
    checks: { ...checks, context: isShort ? null : checks.context },
  });
  return {
    ...layer,
    windows,
    hasSink: layer.hasSink || windows.hasPadding,
    notes: [...layer.notes, ...notesOf(windows, checks.bias)],
  };
}

function notesOf({ count, size, hasPadding }: WindowsOfLayer, bias: Float32Array | null): readonly string[] {
  return [
    `It works in ${count} windows of ${size} places each: keys of other windows are not there for a query.`,
    ...(hasPadding
      ? [
          'Places of windows that are filled up with padding are at no position; what goes to them, and what comes of them, is told apart.',
        ]
      : []),
    ...(bias?.some((value) => value < PARTED)
      ? ['A shift brings far parts into one window; they are kept apart by about −100 in the scores.']
      : []),
  ];
}
