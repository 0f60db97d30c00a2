import { isRecord } from '../../core/isRecord.ts';
import { decodeBase64 } from '../../core/files/base64.ts';

/** A picture to begin with. Shape: pixels [row, column], grey, 0 to 255. */
export type Sample = {
  /** What it is, as its data set says; of two of a kind the second is numbered. */
  readonly name: string;
  readonly label: string;
  /** How a link writes it: "s7"; null for the one that the pad begins with. */
  readonly written: string | null;
  readonly pixels: Uint8ClampedArray;
};

/** Pictures of `side` x `side` pixels. */
export type Samples = { readonly url: string; readonly side: number; readonly list: readonly Sample[] };

/** The pad begins with it: a pair of trousers is the easiest to tell. */
const FIRST = 1;

/** Larger ones are for no pad. */
const MAX_SIDE = 256;

/** Reads samples.json of a model. Throws TypeError or RangeError if it is not of the form that models/training/sample_pictures.py writes. */
export function readSamples(json: unknown, url: string): Samples {
  if (!isRecord(json) || !Array.isArray(json['pictures']))
    throw new TypeError('invalid samples: there is no list "pictures"');
  const side = json['side'];
  if (typeof side !== 'number' || !(side >= 1 && side <= MAX_SIDE))
    throw new TypeError(`invalid samples: a side of ${String(side)}`);
  const labels: string[] = [];
  const list = json['pictures'].map((entry: unknown, at): Sample => {
    if (!isRecord(entry) || typeof entry['label'] !== 'string' || typeof entry['pixels'] !== 'string')
      throw new TypeError('invalid samples: a picture without label or pixels');
    const { label } = entry;
    const pixels = Uint8ClampedArray.from(decodeBase64(entry['pixels']));
    if (pixels.length !== side * side) throw new RangeError(`invalid samples: ${pixels.length} pixels of ${label}`);
    labels.push(label);
    const n = labels.filter((other) => other === label).length;
    return { name: n === 1 ? label : `${label} ${n}`, label, written: at === FIRST ? null : `s${at}`, pixels };
  });
  return { url, side, list };
}
