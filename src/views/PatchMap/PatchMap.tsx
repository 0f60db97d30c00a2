import { useLayoutEffect, useMemo, useRef } from 'react';
import type { PatchAxes } from '../../core/patchAxes.ts';
import type { PatchPlaces, RunImage } from '../../core/run.ts';
import { visibleText } from '../../core/tokenText.ts';
import type { LooksProps } from '../parts/looks.ts';
import { pointAt } from '../parts/looks.ts';
import { LooksWords } from '../parts/LooksWords.tsx';
import { Surface } from '../parts/Surface.tsx';
import { useHover } from '../parts/useHover.ts';
import { isOnImage, patchAt, patchBeside, patchBox, patchWeights } from './PatchMap.layout.ts';
import styles from './PatchMap.module.css';

type PatchMapProps = LooksProps & {
  readonly image: RunImage;
  readonly axes: PatchAxes;
  /** In pixels. */
  readonly height: number;
};

/**
 * The image as the model saw it, in patches; what the lit token looks at lies over it, or what looks at it: bright where much attention
 * lies, or comes from. Pressed, or reached by arrow keys, a patch is asked about.
 */
export function PatchMap({ image, axes, tokens, pattern, headName, hover, height, asked, side, onAsk }: PatchMapProps) {
  const other = side === 'query' ? 'key' : 'query';
  const own = axes[side];
  const across = axes[other];
  // What lies on the picture can be pointed at: learned queries do not.
  const pointed = own === null ? other : side;
  const place = own ?? across;
  // Of a pyramid each stage has patches of its own.
  const { nPatchRows, nPatchColumns } = place ?? image;
  const nKeys = tokens.key.length;
  const lit = useHover(hover, (now) => now[side]);
  const opposite = useHover(hover, (now) => now[other]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = (height * image.width) / image.height;
  const shown = lit ?? asked ?? 0;
  const weights = useMemo(
    () => (pattern === null || across === null ? null : patchWeights(across, { pattern, nKeys }, shown, side)),
    [across, nKeys, pattern, shown, side],
  );

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    const pixels = new ImageData(new Uint8ClampedArray(image.pixels), image.width, image.height);
    if (weights !== null && across !== null) shade(pixels.data, image, across, weights);
    context.putImageData(pixels, 0, 0);
  }, [image, across, weights]);

  const arrows = (pressed: string): boolean => {
    const next = place === null ? null : patchBeside(place, own === null ? 0 : shown, pressed);
    if (next !== null) onAsk(next, pointed);
    return next !== null;
  };
  const nameOf = (position: number): string => visibleText(tokens[side][position] ?? { text: '' });
  const name = nameOf(shown);
  const point = (position: number | null): void => pointAt(hover, pointed, position);
  return (
    <figure className={styles.figure}>
      <div className={styles.map} style={{ width, height }}>
        <canvas
          ref={canvas}
          width={image.width}
          height={image.height}
          className={styles.pixels}
          role="img"
          aria-label={`The image in ${nPatchRows} by ${nPatchColumns} patches; ${side === 'query' ? `bright where ${name} looks` : `bright what looks at ${name}`}`}
        />
        {own === null || !isOnImage(own, shown) ? null : (
          <span className={styles.patch} data-axis={side} style={patchBox(own, shown)} />
        )}
        {across === null || opposite === null || !isOnImage(across, opposite) ? null : (
          <span className={styles.patch} data-axis={other} style={patchBox(across, opposite)} />
        )}
        <Surface
          name="Ask a patch: arrow keys go from one to the next, Home to the first token"
          kind="picture in patches"
          onPoint={(x, y) => point(place === null ? null : patchAt(place, x / width, y / height))}
          onLeave={() => point(null)}
          onSelect={() => (own === null ? opposite !== null && onAsk(opposite, other) : onAsk(shown, side))}
          onKey={arrows}
        />
      </div>
      <figcaption className={styles.caption}>
        <LooksWords side={side} name={name} headName={headName} /> Press on a patch to ask about it.
        {own === null || own.nPrefix === 0 || image.isAmong ? null : (
          <button type="button" className={styles.first} aria-pressed={shown === 0} onClick={() => onAsk(0, side)}>
            Ask {nameOf(0)}
          </button>
        )}
      </figcaption>
    </figure>
  );
}

/** Darkens each patch by how far its weight is below the largest; the picture stays recognisable, and where it is black a light ground shows. */
function shade(
  data: Uint8ClampedArray,
  { width, height }: RunImage,
  { nPatchRows, nPatchColumns }: PatchPlaces,
  weights: Float32Array,
): void {
  const largest = weights.reduce((a, b) => Math.max(a, b), 1e-9);
  for (let y = 0; y < height; y++) {
    const row = Math.min(nPatchRows - 1, Math.floor((y * nPatchRows) / height));
    for (let x = 0; x < width; x++) {
      const column = Math.min(nPatchColumns - 1, Math.floor((x * nPatchColumns) / width));
      const share = (weights[row * nPatchColumns + column] ?? 0) / largest;
      const at = 4 * (y * width + x);
      for (let channel = at; channel < at + 3; channel++) {
        data[channel] = (GROUND + (1 - GROUND / 255) * (data[channel] ?? 0)) * (0.18 + 0.82 * share);
      }
    }
  }
}

/** Added to what is black, so that attention on an empty part of a picture is seen as well. */
const GROUND = 70;
