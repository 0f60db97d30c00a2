import { useEffect, useRef, useState } from 'react';
import type { RunSound } from '../../core/run.ts';
import { momentAt } from '../../views/SoundMap/SoundMap.layout.ts';
import { useAsk } from '../shown/useAsk.ts';
import { useStack } from '../shown/useStack.ts';
import type { ShownSound } from '../state/sound.ts';
import { useStage } from '../shown/stage.ts';
import { createSoundPlayer } from './soundPlayer.ts';
import type { SoundPlayer } from './soundPlayer.ts';
import { playFrom } from './playFrom.ts';
import { PLAYHEAD } from './playhead.ts';
import styles from './SoundPart.module.css';

/** `sound`: what `heard` is of. */
type PlayButtonProps = { readonly sound: ShownSound; readonly heard: RunSound };

/** Plays the sound from the asked moment on; what is heard is lit wherever it is drawn. Asking another moment goes on from there. */
export function PlayButton({ sound, heard }: PlayButtonProps) {
  const { hover } = useStage();
  const kind = useStack()?.tensor.kind ?? null;
  const ask = useAsk();
  const side = kind === 'cross' ? 'key' : (ask?.side ?? 'query');
  const isInSound = kind === 'encoder' || (kind === 'cross' && ask?.side === 'key');
  const from = playFrom(heard, isInSound && ask ? ask.position : null);
  const [isPlaying, setPlaying] = useState(false);
  const player = useRef<SoundPlayer | null>(null);

  useEffect(() => {
    // One band of several would say that only its pitches are heard.
    const isLit = kind !== 'decoder' && heard.nBands === 1;
    const light = (token: number | null): void => {
      if (isLit) hover.set({ query: null, key: null, source: null, [side]: token });
    };
    const own = createSoundPlayer((seconds) => {
      setPlaying(seconds !== null);
      const share = seconds === null ? null : seconds / heard.seconds;
      movePlayhead(share);
      light(share === null ? null : momentAt(heard, { x: share, y: 0.5 }));
    });
    player.current = own;
    return own.close;
  }, [hover, heard, kind, side]);
  const play = (): void =>
    player.current?.play(
      { ...sound, samples: sound.samples.subarray(0, Math.round(heard.givenSeconds * sound.rate)) },
      from,
    );
  const wasPlaying = useRef(false);
  useEffect(() => {
    wasPlaying.current = isPlaying;
  }, [isPlaying]);
  useEffect(() => {
    if (wasPlaying.current) play();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only another moment is a reason to go on from it
  }, [from]);

  return (
    <button type="button" className={styles.button} onClick={() => (isPlaying ? player.current?.stop() : play())}>
      {isPlaying ? 'Pause' : from > 0 ? `Play from ${from.toFixed(2)} s` : 'Play'}
    </button>
  );
}

/** Moves the line over the spectrogram, or hides it; React draws nothing again at each frame. */
function movePlayhead(share: number | null): void {
  const line = document.getElementById(PLAYHEAD);
  if (line === null) return;
  line.hidden = share === null;
  line.style.left = `${100 * (share ?? 0)}%`;
}
