/** 139 tokens: six times a sentence of 23, after the token that every text begins with. */
export const TEXT = Array.from(
  { length: 6 },
  () => 'The old man walked down to the sea because he wanted to see the young man who had sold him the boat.',
).join(' ');

export const HEAD = 'L0H6';
export const LINK = { text: TEXT, head: HEAD };
