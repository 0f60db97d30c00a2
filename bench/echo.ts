/** What no page can be quicker than: a key, a message to a worker and back, and the grid's pixels put into its canvases. */
export type Echo = {
  /** Milliseconds from the next F8 until the pixels that the grid has now are put once more, `nBytes` having come from a worker. */
  next(nBytes: number): void;
  /** Those of the last one. */
  time(): Promise<number>;
};

const worker = new Worker(new URL('./echoWorker.ts', import.meta.url), { type: 'module' });

type Ready = { readonly context: CanvasRenderingContext2D; readonly image: ImageData };

let pictures: readonly Ready[] = [];
let bytes = 0;
let pressedAt = 0;
let tell: (ms: number) => void = () => {};
let told: Promise<number> = Promise.resolve(Number.NaN);

/** Copies, since reading pixels back may move a canvas to other memory. */
function picturesNow(): readonly Ready[] {
  const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  return [...document.querySelectorAll<HTMLCanvasElement>('[role=gridcell] canvas')].flatMap((canvas) => {
    const context = canvas.getContext('2d');
    if (context === null || copy === null || canvas.width === 0) return [];
    [copy.canvas.width, copy.canvas.height] = [canvas.width, canvas.height];
    copy.drawImage(canvas, 0, 0);
    return [{ context, image: copy.getImageData(0, 0, canvas.width, canvas.height) }];
  });
}

window.addEventListener('keydown', ({ key, timeStamp }) => {
  if (key !== 'F8') return;
  pressedAt = timeStamp;
  worker.postMessage(bytes, []);
});

worker.addEventListener('message', () => {
  for (const { context, image } of pictures) context.putImageData(image, 0, 0);
  tell(performance.now() - pressedAt);
});

window.headlightEcho = {
  next(nBytes) {
    pictures = picturesNow();
    bytes = nBytes;
    told = new Promise((resolve) => {
      tell = resolve;
    });
  },
  time: () => told,
};
