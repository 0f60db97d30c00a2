/** A recording that is under way. */
type Recording = {
  /** Ends it; the microphone is let go at once. */
  readonly stop: () => void;
  /** What was recorded, once it has ended. */
  readonly file: Promise<File>;
};

/** What browsers call the troubles of a microphone, in words for people. */
const TROUBLES: Readonly<Record<string, string>> = {
  NotAllowedError: 'The browser did not allow the microphone. Allow it beside the address, or choose a file.',
  NotFoundError: 'No microphone was found. Connect one, or choose a file.',
  NotReadableError: 'The microphone is in use by another program. End that one, or choose a file.',
};

/** Asks for the microphone and records until it is stopped. Rejects with an Error in words for people. */
async function recordSound(name: string): Promise<Recording> {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices === undefined) throw new Error('Browsers give the microphone to pages over https only. Choose a file.');
  const stream = await devices.getUserMedia({ audio: true }).catch((thrown: unknown) => {
    const called = thrown instanceof DOMException ? thrown.name : '';
    throw new Error(TROUBLES[called] ?? `The microphone cannot be used (${called || String(thrown)}). Choose a file.`);
  });
  const letGo = (): void => stream.getTracks().forEach((track) => track.stop());
  const recorder = begun(stream, letGo);
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => void parts.push(data));
  const ended = new Promise<void>((resolve) => {
    recorder.addEventListener('stop', () => resolve());
  });
  return {
    stop() {
      if (recorder.state !== 'inactive') recorder.stop();
      letGo();
    },
    file: ended.then(() => new File(parts, name, { type: recorder.mimeType })),
  };
}

/** Throws an Error in words for people where the browser gives the microphone and cannot record from it. */
function begun(stream: MediaStream, letGo: () => void): MediaRecorder {
  try {
    const recorder = new MediaRecorder(stream);
    recorder.start();
    return recorder;
  } catch (thrown) {
    letGo();
    const called = thrown instanceof Error ? thrown.name : String(thrown);
    throw new Error(`This browser cannot record from the microphone (${called}). Choose a file.`, { cause: thrown });
  }
}

/** Records one thing at a time. */
type Recorder = {
  /**
   * Asks for the microphone, says when it is there, and gives what was recorded until `stop`; null where another recording is asked for or under
   * way, and for one that was left. What `onBegun` returns is called at the end. Rejects with an Error in words for people.
   */
  readonly record: (name: string, onBegun: () => () => void) => Promise<File | null>;
  readonly stop: () => void;
  /** Gives up what is recorded, or asked for: the microphone is let go as soon as it is there. */
  readonly leave: () => void;
};

/** `recording` is null while the browser asks. */
type Own = { recording: Recording | null; isLeft: boolean };

export function createRecorder(): Recorder {
  let newest: Own | null = null;
  return {
    async record(name, onBegun) {
      if (newest !== null) return null;
      const own: Own = { recording: null, isLeft: false };
      newest = own;
      try {
        own.recording = await recordSound(name);
        if (own.isLeft) {
          own.recording.stop();
          return null;
        }
        const onEnded = onBegun();
        const file = await own.recording.file;
        onEnded();
        return own.isLeft ? null : file;
      } finally {
        if (newest === own) newest = null;
      }
    },
    stop: () => newest?.recording?.stop(),
    leave() {
      if (newest !== null) newest.isLeft = true;
      newest?.recording?.stop();
      newest = null;
    },
  };
}
