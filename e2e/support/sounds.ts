import { made } from './files.ts';
import type { Picked } from './files.ts';

/** A tone that rises, with a pause in its middle: samples from -1 to 1. */
export function tone(seconds: number, rate: number): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => {
    const at = i / rate;
    const isPause = Math.abs(at / seconds - 0.5) < 0.1;
    return isPause ? 0 : 0.5 * Math.sin(2 * Math.PI * (200 * at + 400 * at * at));
  });
}

/** A WAV file of one channel in 16 bits. Source: the RIFF form of Microsoft and IBM. */
export function wav(name: string, samples: Float32Array, rate: number): Picked {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + 2 * samples.length, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((value, i) => bytes.writeInt16LE(Math.round(32_767 * value), 44 + 2 * i));
  return { ...made(name, bytes), mimeType: 'audio/wav' };
}
