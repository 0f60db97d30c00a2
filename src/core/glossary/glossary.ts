/**
 * One term of art. `says` is its explanation, two lines long where it stands; `more`, if there is more to read, is a page of
 * `docs` with the place in it.
 */
type Entry = { readonly name: string; readonly says: string; readonly more?: string };

/**
 * Every term of art that the page uses, explained once: under a dotted word on the page, and in docs/glossary.md, which is
 * written from here (`npm run glossary`).
 */
export const GLOSSARY = {
  ablation: {
    name: 'ablation',
    says: 'Taking away what a head does, to see whether the model needs it. What then stands in its place is the mode: zero, mean, flat, ideal or shared.',
    more: 'metrics.md#what-stands-in-for-a-head',
  },
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
  chance: {
    name: 'chance',
    says: 'What a head would reach with the same weights dealt to the tokens blindly. 19 of 20 such heads stay below the chance line.',
    more: 'metrics.md#chance-line',
  },
  'content-keys': {
    name: 'content keys',
    says: 'The tokens looked at without the resting places: special tokens and the sink are left out, and what is left of each row is made to sum to 1 again.',
    more: 'metrics.md#distance-on-content',
  },
  copying: {
    name: 'copying',
    says: 'A head copies if, looking at a word that stands alone, it raises that word itself among the first five. Its score is the share of words for which it does.',
    more: 'metrics.md#what-a-head-writes-of-a-word',
  },
  'direct-logits': {
    name: 'direct logits',
    says: 'What a head adds to the scores of the next token by itself, past all later layers, with the last norm held as it is. What later layers make of it is left out.',
    more: 'metrics.md#direct-logits',
  },
  distance: {
    name: 'distance of heads',
    says: 'How differently two heads look, row by row: 0 where both look at the same places, 1 where they share none. It says nothing of what they do with it.',
    more: 'metrics.md#distance-between-heads',
  },
  entropy: {
    name: 'entropy',
    says: 'How widely a head spreads its attention, in nats, as a mean over the rows: 0 where each token looks at one place alone, larger the more places it looks at.',
    more: 'metrics.md#entropy',
  },
  fidelity: {
    name: 'fidelity',
    says: 'Whether a label is all there is to a head: 1 if the model says the same with the label’s pattern in the head’s place, 0 if it fares as without the head.',
    more: 'metrics.md#label-fidelity',
  },
  flat: {
    name: 'flat',
    says: 'A mode of ablation: the head looks evenly at every token that it may look at. Lost is its choice of where to look; what it makes of values stays.',
    more: 'metrics.md#what-stands-in-for-a-head',
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
  ideal: {
    name: 'ideal',
    says: 'A mode of ablation: the head looks exactly where its label says, and nowhere else. Lost is what the label does not tell.',
    more: 'metrics.md#what-stands-in-for-a-head',
  },
  induction: {
    name: 'induction',
    says: 'Looking at what came after this word the last time: after a second “my dog” at what followed the first one. So a model can go on with what the text has said before.',
    more: 'metrics.md#induction',
  },
  kl: {
    name: 'KL',
    says: 'Kullback-Leibler divergence: how far the predictions have moved, in nats; 0 where none has. It counts every token that could have come, not only the true one.',
    more: 'metrics.md#kl',
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
  loss: {
    name: 'loss',
    says: 'How much the true tokens surprise the model: minus the logarithm of the probability that it gave them, a mean over the tokens, in nats. 0 is certainty; less is better.',
    more: 'metrics.md#loss',
  },
  mean: {
    name: 'mean',
    says: 'A mode of ablation: what the head puts out on average stands in for what it puts out here. Lost is what it makes of this text; what it adds to any text stays.',
    more: 'metrics.md#what-stands-in-for-a-head',
  },
  nats: {
    name: 'nats',
    says: 'The unit of loss, KL and entropy: information in natural logarithms. When the loss rises by 0.69 nats, the true token has become half as probable.',
    more: 'metrics.md#loss',
  },
  'noise-floor': {
    name: 'noise floor',
    says: 'By how much a number differs when the same thing is computed once more. An effect counts as visible from ten times that on; visible is not yet important.',
    more: 'metrics.md#noise',
  },
  'output-weights': {
    name: 'output weights',
    says: 'W_O, the table that leads from what the heads give back to the stream. Each head has rows of its own in it, so what it writes can be told apart.',
    more: 'metrics.md#what-a-head-writes',
  },
  perplexity: {
    name: 'perplexity',
    says: 'The loss as a number of choices: as if the model guessed each token among so many that are equally likely. 1 is certainty; e to the power of the loss.',
    more: 'metrics.md#loss',
  },
  projection: {
    name: 'projection',
    says: 'What a matrix makes of a vector: by W_Q, W_K and W_V of the stream the narrower query, key and value, and by W_O of what heads give a part of the stream again.',
    more: 'metrics.md#inside-a-head',
  },
  'pruning-curve': {
    name: 'pruning curve',
    says: 'The loss as heads are taken away one after another. Where it stays level, the model does as well with fewer heads; nothing is trained again in between.',
    more: 'metrics.md#importance',
  },
  map: {
    name: 'attention map',
    says: 'All weights of one head, a row for each query and a cell for each key: what a heatmap shows. A layer has one for each of its heads.',
    more: 'metrics.md#what-heads-cost',
  },
  'multiply-add': {
    name: 'multiply-add',
    says: 'One multiplication and the addition of what it gives: the unit in which products of matrices are counted. It is two FLOPs.',
    more: 'metrics.md#what-heads-cost',
  },
  parameters: {
    name: 'parameters',
    says: 'The numbers that a model has learnt; here those of the matrices W_Q, W_K, W_V and W_O, and of their biases. Often called weights, which on this page are cells of heatmaps.',
    more: 'metrics.md#what-heads-cost',
  },
  rank: {
    name: 'rank of a head',
    says: 'How many independent directions of the stream one head can compare, or write to, at most: the width of the head. More heads at one width together are narrower each.',
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
  redundant: {
    name: 'redundant',
    says: 'Two heads that look at the same places over five sentences or more, among the words too. They may still write different things: it is not said that one can go.',
    more: 'metrics.md#alike-redundant-resting',
  },
  'residual-stream': {
    name: 'residual stream',
    says: 'The running record of each token on its way through the model: every head reads from it and adds to it. A head that is switched off adds nothing, or what stands in for it.',
  },
  resting: {
    name: 'resting',
    says: 'A head rests where its attention lies on sinks: there is little for it to do in this sentence. It may wake up in another one.',
    more: 'metrics.md#resting',
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
  score: {
    name: 'score',
    says: 'How well a head fits a label: 1 if all the attention in question lies where the label says, 0 if no more than even attention would put there, below 0 if less.',
    more: 'metrics.md#score',
  },
  share: {
    name: 'share of attention',
    says: 'How much of all the head’s attention the label accounts for. A head that nearly always rests can have a high score and a small share.',
    more: 'metrics.md#share',
  },
  shared: {
    name: 'shared',
    says: 'A mode of ablation: the head looks where the heads of its layer look on average. Done to all of them, the layer has one head in place of several.',
    more: 'metrics.md#one-head',
  },
  sink: {
    name: 'sink',
    says: 'A token on which heads put the attention they have no use for: a special token or, in causal models, the first position. A resting place, not a finding.',
    more: 'metrics.md#what-a-label-does-not-say',
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
  turn: {
    name: 'turn',
    says: 'For models that foretell no words: how far the vector of a token has turned, as 1 − cosine. 0 is the same direction, 1 a right angle, 2 the opposite.',
    more: 'metrics.md#turn',
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
  'weight-length': {
    name: 'weight × length',
    says: 'A weight times the length of the vector that the key offers: how much comes from there, not only how hard the head looks. It says nothing of direction.',
    more: 'metrics.md#what-a-head-writes',
  },
  z: {
    name: 'z',
    says: 'How far a score lies above chance, counted in standard deviations of what dealing blindly gives. It grows with the length of the text and says sure, not strong.',
    more: 'metrics.md#z',
  },
  zero: {
    name: 'zero',
    says: 'A mode of ablation: the head puts out nothing at all. Lost is also what it adds to any text, which the layers after it may count on; so effects are larger.',
    more: 'metrics.md#what-stands-in-for-a-head',
  },
} as const satisfies Readonly<Record<string, Entry>>;

/** A term that is explained. */
export type TermId = keyof typeof GLOSSARY;
