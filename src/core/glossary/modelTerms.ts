import type { Entry } from './entry.ts';

/** What a model is made of, and what it computes on. */
export const MODEL_TERMS = {
  attention: {
    name: 'attention',
    says: 'How a token takes something over from others: for each token, weights that say how much it takes from which. Where it lies is not yet why the model answers as it does.',
    more: 'metrics.md#what-a-label-does-not-say',
  },
  cache: {
    name: 'cache of keys and values',
    says: 'Keys and values of all tokens so far, kept while a model writes, so that each new token needs only its own. It grows with the heads of keys and values, not with those of queries.',
    more: 'metrics.md#what-heads-cost',
  },
  causal: {
    name: 'causal',
    says: 'A causal model reads from left to right: a token may look at itself and at what stands before it, never ahead. Cells of later tokens are hatched.',
    more: 'metrics.md#reading-this-page',
  },
  fp16: {
    name: 'fp16',
    says: 'The numbers of the model stored in 16 bits each, for a file of half the size. Weights differ a little from those of the exact model.',
    more: 'models.md#precision',
  },
  fp32: {
    name: 'fp32',
    says: 'The numbers of the model in 32 bits each, as they were trained. Nothing is rounded to make the file smaller.',
    more: 'models.md#precision',
  },
  head: {
    name: 'head',
    says: 'One of several small attentions that work side by side in a layer, each with weights of its own. L3H2 is head 2 of layer 3, both counted from 0.',
    more: 'metrics.md#reading-this-page',
  },
  layer: {
    name: 'layer',
    says: 'One storey of the model. Its heads all read what the layers before have written, and add to it; then the next layer reads. Counted from 0, where the text comes in.',
    more: 'metrics.md#reading-this-page',
  },
  logits: {
    name: 'logits',
    says: 'What a model puts out: one number for each token that could come. The softmax makes probabilities of them.',
    more: 'metrics.md#effects-of-switching-heads-off',
  },
  'output-weights': {
    name: 'output weights',
    says: 'W_O, the table that leads from what the heads give back to the stream. Each head has rows of its own in it, so what it writes can be told apart.',
    more: 'metrics.md#what-a-head-writes',
  },
  pieces: {
    name: 'word in pieces',
    says: 'A word that the vocabulary does not have as a whole: the model reads it as several tokens, with a thin line between them, and each has a row and a column of its own.',
    more: 'metrics.md#reading-this-page',
  },
  projection: {
    name: 'projection',
    says: 'What a matrix makes of a vector: by W_Q, W_K and W_V of the stream the narrower query, key and value, and by W_O of what heads give a part of the stream again.',
    more: 'metrics.md#inside-a-head',
  },
  map: {
    name: 'attention map',
    says: 'All weights of one head, a row for each query and a cell for each key: what a heatmap shows. A layer has one for each of its heads.',
    more: 'metrics.md#what-heads-cost',
  },
  key: {
    name: 'key',
    says: 'The token looked at: a column of a heatmap. A head makes a vector of it to be found by; the better that fits the query, the larger the weight.',
    more: 'metrics.md#reading-this-page',
  },
  q4: {
    name: '4 bits',
    says: 'The numbers of the model stored in 4 bits each, for a file of about an eighth of the size. Weights differ more from those of the exact model.',
    more: 'models.md#precision',
  },
  q8: {
    name: '8 bits',
    says: 'The numbers of the model stored in 8 bits each, for a file of about a quarter of the size. Weights then differ a little from those of the exact model.',
    more: 'models.md#precision',
  },
  query: {
    name: 'query',
    says: 'The token that looks: a row of a heatmap. A head makes a vector of it to look with, and holds that against the key of every token it may look at.',
    more: 'metrics.md#reading-this-page',
  },
  'residual-stream': {
    name: 'residual stream',
    says: 'The running record of each token on its way through the model: every head reads from it and adds to it. A head that is switched off adds nothing, or what stands in for it.',
  },
  scale: {
    name: 'scale',
    says: 'What the product of query and key is multiplied by before the softmax, mostly 1 over the root of its number of channels, so that more than one key keeps a share.',
    more: 'metrics.md#from-query-and-key-to-the-score',
  },
  'scaled-dot-product': {
    name: 'scaled dot product',
    says: 'How a head scores two tokens: query and key multiplied number by number and added up, divided by the root of their length. The softmax makes weights of these scores.',
  },
  softmax: {
    name: 'softmax',
    says: 'Makes weights of scores: e to the power of each, divided by the sum of all. So no weight is below 0, and every row sums to 1.',
    more: 'metrics.md#reading-this-page',
  },
  'special-token': {
    name: 'special token',
    says: 'A token that is no text: [CLS], [SEP], <|endoftext|> and their like mark where a text begins or ends. A [MASK] stands for a word to be filled in.',
    more: 'metrics.md#reading-this-page',
  },
  subspace: {
    name: 'subspace of a head',
    says: 'The directions of the stream that one head reads, or writes to: as many as it is wide. Training chooses them, and those of two heads may overlap.',
    more: 'metrics.md#what-heads-cost',
  },
  temperature: {
    name: 'temperature',
    says: 'What all scores of a row are divided by before the softmax. 1 is the model as it is; below 1 a row becomes sharper, above 1 flatter.',
    more: 'metrics.md#another-softmax',
  },
  token: {
    name: 'token',
    says: 'A piece of text as the model reads it: a word, a part of one, or a mark. Which pieces there are was settled when the model was trained.',
    more: 'metrics.md#reading-this-page',
  },
  transformer: {
    name: 'transformer',
    says: 'The kind of network that language models are: layers in which heads let tokens take over from each other, and small networks work on each token by itself.',
    more: 'surgery.md#finding',
  },
  value: {
    name: 'value',
    says: 'What is taken over from a token that is looked at: a vector that the head makes of it. The head puts out the sum of values, each times its weight. Heatmaps show weights alone.',
    more: 'metrics.md#what-a-label-does-not-say',
  },
  wasm: {
    name: 'WASM',
    says: 'WebAssembly: the model computes on the processor, inside this page. It works in every current browser.',
    more: 'gpu.md',
  },
  webgpu: {
    name: 'WebGPU',
    says: 'The model computes on the graphics card, inside this page. Weights may differ from those of WASM in the third decimal, so the two are compared at the start.',
    more: 'gpu.md#1-does-webgpu-give-the-right-numbers',
  },
  weight: {
    name: 'weight',
    says: 'How much of its attention one token gives to another, from 0 to 1: one cell of a heatmap. The weights of a row sum to 1.',
    more: 'metrics.md#reading-this-page',
  },
} as const satisfies Readonly<Record<string, Entry>>;
