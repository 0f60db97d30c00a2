import { useLayoutEffect, useMemo, useRef } from 'react';
import type { RunImage } from '../../core/run.ts';
import type { HoverStore } from '../hover.ts';
import { Surface } from '../parts/Surface.tsx';
import { useHover } from '../parts/useHover.ts';
import { nameOfToken, patchAt, patchBeside, patchBox, patchWeights } from './PatchMap.layout.ts';
import styles from './PatchMap.module.css';

type PatchMapProps = {
  readonly image: RunImage;
  /** Pattern [query, key] of the head on screen, or null. */
  readonly pattern: Float32Array | null;
  /** Name of that head, for people; empty where none is. */
  readonly headName: string;
  readonly hover: HoverStore;
  /** In pixels. */
  readonly height: number;
  /** The token that is asked about; null for none. */
  readonly asked: number | null;
  readonly onAsk: (position: number | null) => void;
};

/**
 * The image as the model saw it, in patches; what the lit token looks at lies over it: bright where much attention lies. Pressed, or
 * reached by arrow keys, a patch is asked about.
 */
export function PatchMap({ image, pattern, headName, hover, height, asked, onAsk }: PatchMapProps) {
  const query = useHover(hover, (now) => now.query);
  const key = useHover(hover, (now) => now.key);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = (height * image.width) / image.height;
  const shownQuery = query ?? asked ?? 0;
  const weights = useMemo(
    () => (pattern === null ? null : patchWeights(image, pattern, shownQuery)),
    [image, pattern, shownQuery],
  );

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    const pixels = new ImageData(new Uint8ClampedArray(image.pixels), image.width, image.height);
    if (weights !== null) shade(pixels.data, image, weights);
    context.putImageData(pixels, 0, 0);
  }, [image, weights]);

  const arrows = (pressed: string): boolean => {
    const next = patchBeside(image, shownQuery, pressed);
    if (next !== null) onAsk(next);
    return next !== null;
  };
  const name = nameOfToken(image, shownQuery);
  return (
    <figure className={styles.figure}>
      <div className={styles.map} style={{ width, height }}>
        <canvas
          ref={canvas}
          width={image.width}
          height={image.height}
          className={styles.pixels}
          role="img"
          aria-label={`The image in ${image.nPatchRows} by ${image.nPatchColumns} patches; bright where ${name} looks`}
        />
        {shownQuery < image.nPrefix ? null : (
          <span className={styles.patch} data-axis="query" style={patchBox(image, shownQuery)} />
        )}
        {key === null || key < image.nPrefix ? null : (
          <span className={styles.patch} data-axis="key" style={patchBox(image, key)} />
        )}
        <Surface
          name="Ask a patch: arrow keys go from one to the next, Home to the first token"
          kind="picture in patches"
          onPoint={(x, y) => hover.set({ query: patchAt(image, x / width, y / height), key: null, source: null })}
          onLeave={() => hover.set({ query: null, key: null, source: null })}
          onSelect={() => onAsk(shownQuery)}
          onKey={arrows}
        />
      </div>
      <figcaption className={styles.caption}>
        <span role="status">
          Bright: where <b data-axis="query">{name}</b> looks{headName === '' ? '' : ` in ${headName}`}.
        </span>{' '}
        Press on a patch to ask about it.
        {image.nPrefix === 0 ? null : (
          <button type="button" className={styles.first} aria-pressed={shownQuery === 0} onClick={() => onAsk(0)}>
            Ask {nameOfToken(image, 0)}
          </button>
        )}
      </figcaption>
    </figure>
  );
}

/** Darkens each patch by how far its weight is below the largest; the picture stays recognisable, and where it is black a light ground shows. */
function shade(
  data: Uint8ClampedArray,
  { width, height, nPatchRows, nPatchColumns }: RunImage,
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
