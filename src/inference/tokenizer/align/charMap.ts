import { mapIdentity, MappedTextBuilder } from './mappedText.ts';
import type { MappedText } from './mappedText.ts';

/** A normalizer of the library: text in, text out, nothing about places. */
export type Normaliser = (text: string) => string;

// Normalisation forms combine a character with what may follow it: marks, conjoining jamo, half-width voicing marks.
const CLUSTER = /(?:[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+|[\s\S])[\p{M}\uff9e\uff9f]*/gu;
// A letter that every normalizer in use leaves alone, so that a cluster is never first, last or alone.
const GUARD = 'x';
const RESYNC_WINDOW = 32;

/**
 * The normalised text with the way back, for a normalizer known only as a function.
 * Runs it cluster by cluster between two guards and checks the result against the whole text. Exact where the
 * normalizer treats clusters separately (NFC to NFKD, lower case, accents, one-character replacements, a prefix, a
 * strip at the ends); elsewhere nearest by characters, still in order and inside the text.
 */
export function mapNormalised(text: string, normalise: Normaliser): MappedText {
  const whole = normalise(text);
  if (whole === text) return mapIdentity(text);
  const guards = normalise(GUARD + GUARD);
  const nPrefix = Math.max(0, guards.indexOf(GUARD));
  const builder = new MappedTextBuilder();
  for (const match of text.matchAll(CLUSTER)) pushCluster(builder, match[0], match.index, normalise, nPrefix);
  return reconcile(builder.build(), whole, guards.slice(0, nPrefix));
}

function pushCluster(
  builder: MappedTextBuilder,
  cluster: string,
  at: number,
  normalise: Normaliser,
  skip: number,
): void {
  const inside = (part: string) => normalise(GUARD + part + GUARD).slice(skip + 1, -1);
  const output = inside(cluster);
  const characters = Array.from(cluster);
  const outputs = characters.length > 1 ? characters.map(inside) : [output];
  if (characters.length > 1 && outputs.join('') !== output) {
    builder.push(output, at, at + cluster.length);
    return;
  }
  let start = at;
  characters.forEach((character, i) => {
    builder.push(outputs[i] ?? '', start, start + character.length);
    start += character.length;
  });
}

/** Carries the map over to `whole`, which may have a prefix, trimmed ends or merged runs. */
function reconcile(pieced: MappedText, whole: string, prefix: string): MappedText {
  const starts = new Int32Array(whole.length);
  const ends = new Int32Array(whole.length);
  const hasPrefix = prefix !== '' && whole.startsWith(prefix);
  let at = Math.max(0, pieced.text.indexOf(hasPrefix ? whole.slice(prefix.length) : whole));
  let place = pieced.starts[at] ?? 0;
  for (let i = 0; i < whole.length; i++) {
    const isPrefix = hasPrefix && i < prefix.length;
    const found = isPrefix ? -1 : pieced.text.slice(at, at + RESYNC_WINDOW).indexOf(whole.charAt(i));
    starts[i] = Math.max(starts[i - 1] ?? 0, found < 0 ? place : (pieced.starts[at + found] ?? place));
    place = Math.max(place, found < 0 ? place : (pieced.ends[at + found] ?? place));
    ends[i] = place;
    if (found >= 0) at += found + 1;
  }
  return { text: whole, starts, ends };
}
