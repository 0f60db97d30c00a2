type Played = { readonly samples: Float32Array; readonly rate: number };

/** Plays a sound, and says at each frame of the screen which second is heard. */
export type SoundPlayer = {
  /** From a second on; what is played ends then. */
  readonly play: (sound: Played, from: number) => void;
  readonly stop: () => void;
  /** The same, and for good: browsers give out few players, and each holds the loudspeakers. */
  readonly close: () => void;
};

/** `onMoment` hears the second that is played, and null once nothing is. */
export function createSoundPlayer(onMoment: (seconds: number | null) => void): SoundPlayer {
  let context: AudioContext | null = null;
  let source: AudioBufferSourceNode | null = null;
  let frame = 0;
  function silence(): void {
    cancelAnimationFrame(frame);
    source?.removeEventListener('ended', stop);
    source?.stop();
    source = null;
  }
  /** What is lit is let alone where nothing was played. */
  function stop(): void {
    if (source === null) return;
    silence();
    onMoment(null);
  }
  return {
    stop,
    close() {
      stop();
      void context?.close();
      context = null;
    },
    play({ samples, rate }, from) {
      silence();
      // Browsers allow it once something was pressed.
      const playing = (context ??= new AudioContext());
      void playing.resume();
      const buffer = playing.createBuffer(1, samples.length, rate);
      buffer.getChannelData(0).set(samples);
      source = playing.createBufferSource();
      source.buffer = buffer;
      source.connect(playing.destination);
      source.addEventListener('ended', stop);
      const begun = playing.currentTime;
      source.start(begun, from);
      const tell = (): void => {
        onMoment(from + playing.currentTime - begun);
        frame = requestAnimationFrame(tell);
      };
      tell();
    },
  };
}
