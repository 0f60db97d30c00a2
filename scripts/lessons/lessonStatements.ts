import { readFileSync } from 'node:fs';
import { N_RANDOM_ORDERS } from '../../src/core/study/curveSets.ts';
import { TAU } from '../../src/core/alike/verdict.ts';
import { LABEL_WORDS } from '../../src/core/labels/words.ts';
import {
  bestWithout,
  byChange,
  byImportance,
  CAUSAL_LIST,
  CAT_AND_DOG,
  distance,
  effectOn,
  FIRST,
  flips,
  goneInAll,
  labelOf,
  losses,
  lossWithout,
  MASKED_LIST,
  nGroups,
  NO_ENGLISH,
  notMissed,
  saidOf,
} from './lessonFacts.ts';
import type { LessonFacts } from './lessonFacts.ts';
import { plainText } from './numbers.ts';
import type { Statement } from './statements.ts';

const page = readFileSync(new URL('../../docs/lessons.md', import.meta.url), 'utf8');

/** The lessons as they are read. */
export const LESSONS = plainText(page);

const nBeliefs = page.match(/^## "/gm)?.length ?? 0;

/** Every statement of the lessons that the models can be asked about. A pair of heads, or a number of heads taken away, is what the lesson chose; the rest is measured. */
export const STATEMENTS: readonly Statement<LessonFacts>[] = [
  ['# beliefs to test in class', () => [nBeliefs]],

  ['Each of the # heads is switched off in turn', ({ first }) => [first.heads.length]],
  ['Without # the loss rises by #.', ({ first }) => [byImportance(first)[0] ?? '', effectOn(first, 'L0H3')]],
  [
    'For # of the # heads it does not rise at all: without # it falls by #.',
    ({ first }) => [notMissed(first), first.heads.length, byImportance(first).at(-1) ?? '', -effectOn(first, 'L0H0')],
  ],
  [
    'shows where the difference is: # of # predictions change',
    async ({ gpt }) => flips(await gpt.without(FIRST, 'L0H3')),
  ],
  [
    'With all heads the loss is #; without # of them #; without # #. From there on it climbs, to # with none.',
    ({ curve }) => [
      curve.baseline,
      curve.series.points.toSorted((a, b) => a.value - b.value)[0]?.nRemoved ?? 0,
      lossWithout(curve, 5),
      20,
      lossWithout(curve, 20),
      lossWithout(curve, 32),
    ],
  ],
  [
    'The line is the mean of # orders, and lies above the other all the way: # without # heads.',
    ({ random }) => [N_RANDOM_ORDERS, lossWithout(random, 20), 20],
  ],
  [
    'Even its lower edge jumps, from # to #, with the # head: then # is gone in all of them.',
    ({ random }) => {
      const nGone = goneInAll(random, 'L0H3');
      return [bestWithout(random, nGone - 1), bestWithout(random, nGone), nGone, 'L0H3'];
    },
  ],
  ['press Fill in the # examples, measure', () => [CAUSAL_LIST.length]],
  [
    'Now there are # of the # heads for which the loss does not rise',
    ({ list }) => [notMissed(list), list.heads.length],
  ],
  [
    '(# with all, # without #, # without #, # with none)',
    ({ listCurve }) => [
      listCurve.baseline,
      lossWithout(listCurve, 6),
      6,
      lossWithout(listCurve, 13),
      13,
      lossWithout(listCurve, 32),
    ],
  ],
  [
    'This model says this sentence no worse with # heads than with #:',
    ({ curve, first }) => [
      lossWithout(curve, 20) <= curve.baseline ? first.heads.length - 20 : Number.NaN,
      first.heads.length,
    ],
  ],
  ['that # heads are useless', () => [20]],
  [
    'over # sentences # is the # most important head (#), and on the first sentence alone it seemed to cost nothing (#)',
    ({ list, first }) => [
      CAUSAL_LIST.length,
      'L0H6',
      byImportance(list).indexOf('L0H6') + 1,
      effectOn(list, 'L0H6'),
      effectOn(first, 'L0H6'),
    ],
  ],

  ['Fill in the # examples, Compare on the list', () => [CAUSAL_LIST.length]],
  [
    'The page counts # groups among # heads at a distance of #; move the slider to #, and it is #.',
    ({ alike }) => [nGroups(alike, TAU), alike.nLayers * alike.nHeads, TAU, 0.4, nGroups(alike, 0.4)],
  ],
  ['choose the pair # and #: # apart', ({ alike }) => ['L0H3', 'L0H7', distance(alike, 'L0H3', 'L0H7')]],
  [
    'Without L0H3 the loss rises by #, without L0H7 by #, without both by #: more than both together, in all # sentences.',
    async ({ gpt }) => {
      const { effects, judged } = await gpt.interaction(CAUSAL_LIST, 'L0H3', 'L0H7');
      return [...effects, judged?.verdict === 'more' ? judged.nAgree : Number.NaN];
    },
  ],
  [
    'Now # and #, # apart: #, #, both #. Of this pair little is missed in any case, and the page says: too small to tell.',
    async ({ gpt, alike }) => {
      const { effects, judged } = await gpt.interaction(CAUSAL_LIST, 'L1H1', 'L1H5');
      const verdict = judged?.verdict;
      return ['L1H1', 'L1H5', distance(alike, 'L1H1', 'L1H5'), ...(verdict === 'too-small' ? effects : [])];
    },
  ],
  ['even in a model of #.', ({ first }) => [first.heads.length]],
  [
    'L0H3 and L0H7 are # apart over its # examples, and # is hardly missed (#).',
    async ({ bert }) => {
      const { effects } = await bert.interaction(MASKED_LIST, 'L0H3', 'L0H7');
      return [distance(await bert.alike(MASKED_LIST), 'L0H3', 'L0H7'), MASKED_LIST.length, 'L0H7', effects[1]];
    },
  ],

  [
    'Both heads are labelled "#", which is called "#": from a sign',
    async ({ gpt }) => {
      const read = await gpt.read(NO_ENGLISH);
      const [one, other] = [labelOf(read, 'L1H6'), labelOf(read, 'L2H3')];
      const words = LABEL_WORDS[one !== null && one === other ? one : 'heterogeneous'];
      return [words.says, words.name];
    },
  ],
  [
    'The loss goes from # to #, and # of # predictions change. Choose',
    ({ noEnglish }) => [...losses(noEnglish), ...flips(noEnglish)],
  ],
  [
    'Choose the # "w" in the strip: "#" had # and is not among the first # now.',
    ({ noEnglish: { before, effect, words } }) => {
      const place = before.tokens.filter(({ text }) => text.trim() === 'w')[1]?.position;
      const found = effect.positions.find(({ position }) => position === place);
      const [likeliest] = found?.before ?? [];
      const isStillThere = found?.after.some(({ id }) => id === likeliest?.id) ?? true;
      const nAfter = isStillThere ? Number.NaN : (found?.after.length ?? 0);
      return [2, words.get(likeliest?.id ?? -1) ?? '', likeliest?.probability ?? Number.NaN, nAfter];
    },
  ],
  [
    'in its place: the loss goes from # to #, and # of # predictions change.',
    async ({ gpt }) => {
      const resting = await gpt.without(NO_ENGLISH, 'L2H0,L2H1');
      return [...losses(resting), ...flips(resting)];
    },
  ],
  [
    'changes # prediction of #: there the # heads rest',
    async ({ gpt }) => [...flips(await gpt.without(FIRST, 'L1H6,L2H3')), 2],
  ],

  [
    'for "#". The head is replaced by exactly that: fidelity # %.',
    async ({ gpt }) => {
      const { value } = await gpt.fidelity(FIRST, 'L0H6', 'previous');
      return [saidOf(await gpt.read(FIRST), 'L0H6'), 100 * (value ?? Number.NaN)];
    },
  ],
  [
    '"#": there is little to explain, for without this head next to nothing changes here (KL #).',
    async ({ gpt }) => {
      const read = await gpt.read(FIRST);
      const { size, mean } = await gpt.fidelity(FIRST, 'L1H1', labelOf(read, 'L1H1') ?? 'heterogeneous');
      return [saidOf(read, 'L1H1'), size === 'little' ? mean : Number.NaN];
    },
  ],
  [
    '# heads of the layers behind it change more than all others: #, # and #, the # that are labelled "#" here.',
    async ({ gpt, catAndDog }) => {
      const { reports } = await gpt.read(CAT_AND_DOG);
      const labelled = reports
        .filter(({ strongest }) => strongest === 'induction')
        .map(({ layer, head }) => `L${layer}H${head}`);
      const changed = byChange(catAndDog).slice(0, labelled.length).toSorted();
      return [changed.length, ...changed, labelled.length, LABEL_WORDS.induction.says];
    },
  ],
  [
    'The loss goes from # to #, and # of # predictions change. Press',
    ({ catAndDog }) => [...losses(catAndDog), ...flips(catAndDog)],
  ],
];
