import type { Entry } from './entry.ts';

/** What heads are seen to do, and what is measured of them. */
export const MEASURE_TERMS = {
  ablation: {
    name: 'ablation',
    says: 'Taking away what a head does, to see whether the model needs it. What then stands in its place is the mode: zero, mean, flat, ideal or shared.',
    more: 'metrics.md#what-stands-in-for-a-head',
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
  perplexity: {
    name: 'perplexity',
    says: 'The loss as a number of choices: as if the model guessed each token among so many that are equally likely. 1 is certainty; e to the power of the loss.',
    more: 'metrics.md#loss',
  },
  'pruning-curve': {
    name: 'pruning curve',
    says: 'The loss as heads are taken away one after another. Where it stays level, the model does as well with fewer heads; nothing is trained again in between.',
    more: 'metrics.md#importance',
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
  redundant: {
    name: 'redundant',
    says: 'Two heads that look at the same places over five sentences or more, among the words too. They may still write different things: it is not said that one can go.',
    more: 'metrics.md#alike-redundant-resting',
  },
  resting: {
    name: 'resting',
    says: 'A head rests where its attention lies on sinks: there is little for it to do in this sentence. It may wake up in another one.',
    more: 'metrics.md#resting',
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
  turn: {
    name: 'turn',
    says: 'For models that foretell no words: how far the vector of a token has turned, as 1 − cosine. 0 is the same direction, 1 a right angle, 2 the opposite.',
    more: 'metrics.md#turn',
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
