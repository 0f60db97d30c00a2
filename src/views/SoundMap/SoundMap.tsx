import { useLayoutEffect, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import type { RunSound } from '../../core/run.ts';
import type { SoundAxes } from '../../core/soundAxes.ts';
import { visibleText } from '../../core/tokenText.ts';
import type { LooksProps } from '../parts/looks.ts';
import { pointAt } from '../parts/looks.ts';
import { LooksWords } from '../parts/LooksWords.tsx';
import { Surface } from '../parts/Surface.tsx';
import { useHover } from '../parts/useHover.ts';
import { useSize } from '../parts/useSize.ts';
import { momentAt, momentBeside, momentBox, momentWeights } from './SoundMap.layout.ts';
import { soundPixels } from './SoundMap.pixels.ts';
import styles from './SoundMap.module.css';

type SoundMapProps = LooksProps & {
  readonly sound: RunSound;
  readonly axes: SoundAxes;
  /** What lies over the picture: the moment that is played. */
  readonly children?: ReactNode;
};

/**
 * The sound as a spectrogram, time to the right and pitch upwards; what the lit token looks at lies over it, or what looks at it: bright
 * where much attention lies, or comes from. Pressed, or reached by arrow keys, a moment is asked about.
 */
export function SoundMap(props: SoundMapProps) {
  const { sound, axes, tokens, pattern, headName, hover, asked, side, onAsk, children } = props;
  const [box, size] = useSize();
  const other = side === 'query' ? 'key' : 'query';
  const isOwn = axes[side] !== null;
  const isAcross = axes[other] !== null;
  // What lies in the sound can be pointed at: tokens of a target do not.
  const pointed = isOwn ? side : other;
  const nKeys = tokens.key.length;
  const lit = useHover(hover, (now) => now[side]);
  const opposite = useHover(hover, (now) => now[other]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = lit ?? asked ?? 0;
  const weights = useMemo(
    () => (pattern === null || !isAcross ? null : momentWeights({ pattern, nKeys }, shown, side)),
    [isAcross, nKeys, pattern, shown, side],
  );
  useLayoutEffect(() => {
    const { nColumns } = sound.picture;
    canvas.current?.getContext('2d')?.putImageData(new ImageData(soundPixels(sound, weights), nColumns), 0, 0);
  }, [sound, weights]);

  const arrows = (pressed: string): boolean => {
    const next = momentBeside(sound, isOwn ? shown : (opposite ?? 0), pressed);
    if (next !== null) onAsk(next, pointed);
    return next !== null;
  };
  const point = (position: number | null): void => pointAt(hover, pointed, position);
  const name = visibleText(tokens[side][shown] ?? { text: '' });
  const boxed = [
    ...(isOwn && shown >= sound.nPrefix ? [[side, shown] as const] : []),
    ...(isAcross && opposite !== null && opposite >= sound.nPrefix ? [[other, opposite] as const] : []),
  ];
  return (
    <figure className={styles.figure}>
      <div ref={box} className={styles.map}>
        <canvas
          ref={canvas}
          width={sound.picture.nColumns}
          height={sound.picture.nBins}
          className={styles.pixels}
          role="img"
          aria-label={`The sound, ${sound.seconds.toFixed(2)} s from left to right, high pitches at the top; ${side === 'query' ? `bright where ${name} looks` : `bright what looks at ${name}`}`}
        />
        {boxed.map(([axis, position]) => (
          <span key={axis} className={styles.moment} data-axis={axis} style={momentBox(sound, position)} />
        ))}
        {children}
        <Surface
          name="Ask a moment: arrow keys go from one to the next, Home and End to the first and the last"
          kind="picture of a sound"
          onPoint={(x, y) => point(momentAt(sound, { x: x / size.width, y: y / size.height }))}
          onLeave={() => point(null)}
          onSelect={() => (isOwn ? onAsk(shown, side) : opposite !== null && onAsk(opposite, other))}
          onKey={arrows}
        />
      </div>
      <figcaption className={styles.caption}>
        <LooksWords side={side} name={name} headName={headName} /> Press on a moment to ask about it.
      </figcaption>
    </figure>
  );
}
