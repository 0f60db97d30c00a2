/** Numbers of heads, [head, row, channel]. */
export type HeadRows = { readonly nHeads: number; readonly nChannels: number; readonly data: Float32Array };
