import { useLayoutEffect, useMemo, useRef } from 'react';
import type { PointerEvent } from 'react';
import type { RunImage } from '../../core/run.ts';
import type { HoverStore } from '../hover.ts';
import { useHover } from '../parts/useHover.ts';
import { patchAt, patchBox, patchWeights } from './PatchMap.layout.ts';
import styles from './PatchMap.module.css';

type PatchMapProps = {
  readonly image: RunImage;
  /** Pattern [query, key] of the head on screen, or null. */
  readonly pattern: Float32Array | null;
  readonly hover: HoverStore;
  readonly rem: number;
};

/** The image as the model saw it, in patches; what the lit token looks at lies over it: bright where much attention lies. */
export function PatchMap({ image, pattern, hover, rem }: PatchMapProps) {
  const query = useHover(hover, (now) => now.query);
  const key = useHover(hover, (now) => now.key);
  const canvas = useRef<HTMLCanvasElement>(null);
  const height = 9 * rem;
  const width = (height * image.width) / image.height;
  const shownQuery = query ?? 0;
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

  const point = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const position = patchAt(image, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    hover.set({ query: position, key: null, source: null });
  };
  const name = query === null ? 'the first token' : `token ${query}`;
  return (
    <figure className={styles.figure}>
      <div
        className={styles.map}
        style={{ width, height }}
        onPointerMove={point}
        onPointerLeave={() => hover.set({ query: null, key: null, source: null })}
      >
        <canvas
          ref={canvas}
          width={image.width}
          height={image.height}
          className={styles.pixels}
          role="img"
          aria-label={`The image in ${image.nPatchRows} by ${image.nPatchColumns} patches; bright where ${name} looks`}
        />
        {query === null || query < image.nPrefix ? null : (
          <span className={styles.patch} data-axis="query" style={patchBox(image, query)} />
        )}
        {key === null || key < image.nPrefix ? null : (
          <span className={styles.patch} data-axis="key" style={patchBox(image, key)} />
        )}
      </div>
      <figcaption className={styles.caption}>
        Bright: where {name} looks. Point at a patch to see what it looks at; tokens before the patches: {image.nPrefix}
        .
      </figcaption>
    </figure>
  );
}

/** Darkens each patch by how far its weight is below the largest; the picture stays recognisable. */
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
      const light = 0.18 + 0.82 * ((weights[row * nPatchColumns + column] ?? 0) / largest);
      const at = 4 * (y * width + x);
      for (let channel = at; channel < at + 3; channel++) data[channel] = (data[channel] ?? 0) * light;
    }
  }
}
