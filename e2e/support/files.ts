import { basename, join, resolve } from 'node:path';
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';

const ROOT = resolve(import.meta.dirname, '../..');

/** A file as the file dialog of the page takes it. */
export type Picked = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** Path of a file of a tiny model whose patterns its framework gave. */
export const zooPath = (path: string): string => join(ROOT, 'src/inference/surgery/fixtures/zoo', path);

/** Path of a file that numpy or safetensors wrote. */
export const recordedPath = (name: string): string => join(ROOT, 'src/core/recorded/fixtures', name);

export const modelPath = (path: string): string => join(ROOT, 'models', path);

export function picked(path: string): Picked {
  return made(basename(path), readFileSync(path));
}

export function made(name: string, content: Uint8Array | string): Picked {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) };
}

export function madeJson(name: string, value: object): Picked {
  return made(name, JSON.stringify(value));
}

/** A model that writes text, with what its config.json says: without that nobody knows how a target begins. */
export function t5Files(): readonly Picked[] {
  const config = {
    model_type: 't5',
    is_encoder_decoder: true,
    decoder_start_token_id: 0,
    eos_token_id: 1,
    vocab_size: 35,
  };
  return [picked(zooPath('t5/model.onnx')), madeJson('config.json', config)];
}

/** Drops files or folders in the middle of the page, as the file manager of the system would. */
export async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: width / 2, y: height / 2, data });
  }
  await session.detach();
}

/** The path of a built file, the name of which holds a hash of its content. */
export function built(name: RegExp): string {
  const [found] = readdirSync(join(ROOT, 'dist/assets')).filter((file) => name.test(file));
  if (found === undefined) throw new Error(`no built file is called ${String(name)}`);
  return `/assets/${found}`;
}
