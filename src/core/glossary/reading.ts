/** A paper to read on. */
type Paper = {
  readonly by: string;
  readonly year: number;
  readonly title: string;
  /** Where it is kept for good: arXiv by its number, or the place of publication. */
  readonly url: string;
  /** The one thing to look for in it. */
  readonly lookFor: string;
  /** Pages of lessons in which the same can be seen, as in `lesson=`. */
  readonly here: readonly string[];
};

/** What to read on, oldest first: under "Learn", and in docs/reading.md, which is written from here (`npm run glossary`). */
export const READING: readonly Paper[] = [
  {
    by: 'Vaswani and others',
    year: 2017,
    title: 'Attention Is All You Need',
    url: 'https://arxiv.org/abs/1706.03762',
    lookFor: 'Section 3.2: why the product is scaled, and what several heads are for.',
    here: ['scale', 'inside.4', 'why-not-one'],
  },
  {
    by: 'Jain, Wallace',
    year: 2019,
    title: 'Attention is not Explanation',
    url: 'https://arxiv.org/abs/1902.10186',
    lookFor:
      'How little weights agree with other measures of what counts, and other weights that lead to the same answer.',
    here: ['conclude'],
  },
  {
    by: 'Voita and others',
    year: 2019,
    title: 'Analyzing Multi-Head Self-Attention: Specialized Heads Do the Heavy Lifting, the Rest Can Be Pruned',
    url: 'https://arxiv.org/abs/1905.09418',
    lookFor: 'The three roles that the last remaining heads have: position, syntax, rare words.',
    here: ['jobs', 'more-heads.4'],
  },
  {
    by: 'Michel, Levy, Neubig',
    year: 2019,
    title: 'Are Sixteen Heads Really Better than One?',
    url: 'https://arxiv.org/abs/1905.10650',
    lookFor: 'How many heads can be taken away after training, and which kind of attention needs several.',
    here: ['more-heads.2', 'more-heads.4'],
  },
  {
    by: 'Clark and others',
    year: 2019,
    title: 'What Does BERT Look At? An Analysis of BERT’s Attention',
    url: 'https://arxiv.org/abs/1906.04341',
    lookFor: 'Heads that follow one relation of grammar, and heads of one layer that look alike.',
    here: ['jobs.5', 'unique.5'],
  },
  {
    by: 'Wiegreffe, Pinter',
    year: 2019,
    title: 'Attention is not not Explanation',
    url: 'https://arxiv.org/abs/1908.04626',
    lookFor: 'Four tests of when attention can explain, and what the paper of that other title has not shown.',
    here: ['conclude', 'conclude.5'],
  },
  {
    by: 'Elhage and others',
    year: 2021,
    title: 'A Mathematical Framework for Transformer Circuits',
    url: 'https://transformer-circuits.pub/2021/framework/index.html',
    lookFor: 'Where a head looks and what it writes, as two separate things.',
    here: ['inside.3', 'inside.8'],
  },
  {
    by: 'Olsson and others',
    year: 2022,
    title: 'In-context Learning and Induction Heads',
    url: 'https://arxiv.org/abs/2209.11895',
    lookFor: 'The moment in training at which induction heads come to be.',
    here: ['jobs.3', 'language.2'],
  },
];
