import type { GraphInput } from '../surgery/graphInput.ts';

/** What a convolution saw last, [batch, channel, place]: of a fixed size, where the keys and values of a past are as long as it. */
export function isState({ dims }: GraphInput): boolean {
  return dims.length === 3 && dims.slice(1).every((dim) => typeof dim === 'number');
}
