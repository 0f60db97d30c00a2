import { encodeBase64 } from '../../core/files/base64.ts';
import { crc32 } from '../../core/files/crc32.ts';

/** The colour of every cell, 0xAABBGGRR as for ImageData; 0 for a cell that is left out. Shape: pixels [height, width]. */
export type Cells = { readonly pixels: Uint32Array; readonly width: number; readonly height: number };

/** A PNG as a data address: each cell becomes factor x factor pixels; `leftOut` (0xRRGGBB) is the colour of cells left out. */
export async function pixelImage(cells: Cells, factor: number, leftOut: number): Promise<string> {
  const [width, height] = [cells.width * factor, cells.height * factor];
  const rowBytes = 1 + 3 * width;
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0; y < cells.height; y++) {
    const start = y * factor * rowBytes;
    let to = start + 1;
    for (let x = 0; x < cells.width; x++) {
      const pixel = cells.pixels[y * cells.width + x] ?? 0;
      // Bytes of a pixel stand the other way round than those of 0xRRGGBB.
      const [red, blue] = pixel === 0 ? [leftOut >>> 16, leftOut] : [pixel, pixel >>> 16];
      const green = (pixel === 0 ? leftOut : pixel) >>> 8;
      for (let copy = 0; copy < factor; copy++) {
        rows[to++] = red;
        rows[to++] = green;
        rows[to++] = blue;
      }
    }
    for (let copy = 1; copy < factor; copy++) rows.copyWithin(start + copy * rowBytes, start, start + rowBytes);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // 8 bits a channel, red, green and blue.
  header.set([8, 2], 8);
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', await deflated(rows)),
    chunk('IEND', new Uint8Array()),
  ];
  return `data:image/png;base64,${encodeBase64(joined(parts))}`;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(
    Array.from(type, (letter) => letter.charCodeAt(0)),
    4,
  );
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** The stream called "deflate" is zlib's form, which PNG wants. */
async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
