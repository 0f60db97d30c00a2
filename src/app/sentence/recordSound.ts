/** A recording that is under way. */
export type Recording = {
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
export async function recordSound(name: string): Promise<Recording> {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices === undefined) throw new Error('Browsers give the microphone to pages over https only. Choose a file.');
  const stream = await devices.getUserMedia({ audio: true }).catch((thrown: unknown) => {
    const called = thrown instanceof DOMException ? thrown.name : '';
    throw new Error(TROUBLES[called] ?? `The microphone cannot be used (${called || String(thrown)}). Choose a file.`);
  });
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => void parts.push(data));
  const ended = new Promise<void>((resolve) => {
    recorder.addEventListener('stop', () => resolve());
  });
  recorder.start();
  return {
    stop() {
      if (recorder.state !== 'inactive') recorder.stop();
      for (const track of stream.getTracks()) track.stop();
    },
    file: ended.then(() => new File(parts, name, { type: recorder.mimeType })),
  };
}
