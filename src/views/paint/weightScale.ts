/** How weights become places on the ramp: 0..1 for all; 0..the head's own largest; or by powers of ten. */
export type ScaleMode = 'absolute' | 'head' | 'log';

/** The log scale ends here: smaller weights share the lightest colour. */
const LOG_FLOOR = 1e-4;

/** A scale ready to paint with: for the mode `head`, `max` is that head's largest shown weight. */
export type WeightScale = { readonly mode: ScaleMode; readonly max: number };

/** Place of a weight on the ramp, 0 to 1. */
export function rampShare(scale: WeightScale, weight: number): number {
  switch (scale.mode) {
    case 'absolute':
      return Math.min(1, weight);
    case 'head':
      return scale.max > 0 ? Math.min(1, weight / scale.max) : 0;
    case 'log':
      return weight <= LOG_FLOOR ? 0 : Math.min(1, 1 - Math.log10(weight) / Math.log10(LOG_FLOOR));
  }
}

/** The numbers that stand under a legend, with their places on the ramp. */
export function legendTicks(scale: WeightScale): readonly { readonly share: number; readonly text: string }[] {
  switch (scale.mode) {
    case 'absolute':
      return [0, 0.25, 0.5, 0.75, 1].map((share) => ({ share, text: String(share) }));
    case 'head':
      return [0, 0.5, 1].map((share) => ({ share, text: (share * scale.max).toFixed(2) }));
    case 'log':
      return [0, 0.25, 0.5, 0.75, 1].map((share) => ({
        share,
        text: share === 0 ? '≤.0001' : String(Number((10 ** (-4 * (1 - share))).toPrecision(1))).replace(/^0/, ''),
      }));
  }
}
