import { expect, test } from 'vitest';
import { filesOfChoice, filesOfDrop } from './droppedFiles.ts';

type DroppedEntry = Parameters<typeof filesOfDrop>[0][number];

type Tree = { readonly [name: string]: Tree | string };

/** Entries as Chromium gives them: a folder in parts of 100, files without their folders; `opened` notes each file asked for. */
function entryOf(name: string, content: Tree | string, opened: string[] = [], parent = ''): DroppedEntry {
  const fullPath = `${parent}/${name}`;
  if (typeof content === 'string') {
    const file = (take: (file: File) => void, fail: (reason: unknown) => void) => {
      opened.push(fullPath);
      queueMicrotask(() =>
        content === 'gone' ? fail(new DOMException('it was moved', 'NotFoundError')) : take(new File([content], name)),
      );
    };
    const entry = { name, fullPath, isFile: true, isDirectory: false, file };
    return entry;
  }
  const createReader = () => {
    const left = Object.entries(content).map(([child, inner]) => entryOf(child, inner, opened, fullPath));
    const readEntries = (take: (part: readonly DroppedEntry[]) => void) => {
      const part = left.splice(0, 100);
      setTimeout(() => take(part), 0);
    };
    return { readEntries };
  };
  const folder = { name, fullPath, isFile: false, isDirectory: true, createReader };
  return folder;
}

const pathsOf = async (...entries: readonly DroppedEntry[]) => (await filesOfDrop(entries)).map(({ path }) => path);

test('files of a folder keep their paths, as those of a chosen folder have them', async () => {
  const tree = { onnx: { 'model.onnx': '1', 'model_fp16.onnx': '2', weights: { 'a.bin': '3' } }, 'config.json': '4' };
  expect(await pathsOf(entryOf('my model', tree))).toEqual([
    'my model/config.json',
    'my model/onnx/model.onnx',
    'my model/onnx/model_fp16.onnx',
    'my model/onnx/weights/a.bin',
  ]);
});

test('so do those of two folders, and files beside them', async () => {
  const files = await filesOfDrop([
    entryOf('a', { 'tokenizer.json': 'a' }),
    entryOf('b', { 'tokenizer.json': 'b' }),
    entryOf('model.onnx', 'm'),
  ]);
  expect(await Promise.all(files.map(async ({ path, blob }) => [path, await blob.text()]))).toEqual([
    ['a/tokenizer.json', 'a'],
    ['b/tokenizer.json', 'b'],
    ['model.onnx', 'm'],
  ]);
});

test('a folder comes in parts, all of which are taken; folders of other programs are not entered', async () => {
  const runs = Object.fromEntries(Array.from({ length: 350 }, (_, i) => [`${i}.npy`, '']));
  expect(await pathsOf(entryOf('f', { ...runs, '.git': { 'x.npy': '' }, node_modules: { 'y.npy': '' } }))).toHaveLength(
    350,
  );
});

test('what is no candidate is not opened', async () => {
  const opened: string[] = [];
  const junk = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`${i}.jpg`, '']));
  await filesOfDrop([entryOf('f', { photos: junk, 'model.onnx': 'm' }, opened)]);
  expect(opened).toEqual(['/f/model.onnx']);
});

test('a file that cannot be opened rejects with what the browser says', async () => {
  await expect(filesOfDrop([entryOf('model.onnx', 'gone')])).rejects.toThrow('it was moved');
});

test('a folder that nobody waits for any more is not looked through to its end', async () => {
  const opened: string[] = [];
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`${i}.npy`, '']));
  let nAsked = 0;
  const files = await filesOfDrop([entryOf('f', many, opened)], () => ++nAsked < 3);
  expect([files, opened, nAsked]).toEqual([[], [], 3]);
});

test('files that were chosen keep the path inside their folder, and of two under one path the later stays', () => {
  const chosen = (name: string, webkitRelativePath: string) =>
    Object.defineProperty(new File([''], name), 'webkitRelativePath', { value: webkitRelativePath });
  const [first, again, loose] = [chosen('a.onnx', 'm/a.onnx'), chosen('a.onnx', 'm/a.onnx'), chosen('b.json', '')];
  expect(filesOfChoice([first, again, loose])).toEqual([
    { path: 'm/a.onnx', blob: again },
    { path: 'b.json', blob: loose },
  ]);
});
