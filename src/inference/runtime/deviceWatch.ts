/** The part of a GPUDevice that is watched. */
export type WatchedDevice = {
  readonly lost: Promise<{ readonly message: string; readonly reason?: string | undefined }>;
};

type DeviceWatch = {
  /** Resolves, with what the browser says of it, if the device is lost before `stop`; else never settles. */
  readonly lost: Promise<string>;
  /** From now on a lost device is our own doing. */
  stop(): void;
  /** The result of `run`, or a rejection as soon as the device is lost: a run on a lost device may never settle. */
  guard<T>(run: Promise<T>): Promise<T>;
};

/** Watches a graphics device for loss; null, on WASM, is never lost. */
export function watchDevice(device: WatchedDevice | null): DeviceWatch {
  let stopped = false;
  let endRun: ((error: Error) => void) | null = null;
  const lost = new Promise<string>((resolve) => {
    void device?.lost.then(({ message, reason }) => {
      if (!stopped) resolve(message || reason || 'no reason given');
      return undefined;
    });
  });
  void lost.then((detail) => endRun?.(new Error(`the graphics device was lost: ${detail}`)));
  return {
    lost,
    stop() {
      stopped = true;
    },
    // Not `Promise.race`, which would keep every result alive for as long as the device lives.
    guard: (run) =>
      new Promise((resolve, reject) => {
        endRun = reject;
        void run.then(resolve, reject).finally(() => {
          endRun = null;
        });
      }),
  };
}
