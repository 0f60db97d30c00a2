import type { RunSound } from '../../core/run.ts';
import type { Span } from '../../core/stretch/stretch.ts';
import { pixelImage } from '../picture/pixelImage.ts';
import { num } from '../picture/svg.ts';
import { edgePixels } from './SoundEdge.pixels.ts';

/** The sound beside one axis of a heatmap as an SVG image in a box of CSS pixels. */
export async function edgeSvg(
  sound: RunSound,
  axis: 'query' | 'key',
  span: Span,
  { x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Promise<string> {
  const data = await pixelImage(edgePixels(sound, span, axis), 1, 0xffffff);
  return `<image x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" preserveAspectRatio="none" href="${data}"/>`;
}
