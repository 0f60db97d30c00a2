import type { LabelId } from '../report.ts';
import type { Component } from './synthetic.ts';

/** A made head and what the labeller must, may and (all other labels) must not say of it, at each level of noise. */
type Case = {
  readonly id: string;
  readonly name: string;
  readonly template: string;
  readonly components: readonly Component[];
  readonly noises: readonly number[];
  readonly must: readonly LabelId[];
  readonly may: readonly LabelId[];
};

/** The same in the order of the type. */
type Row = readonly [
  id: string,
  name: string,
  template: string,
  components: readonly Component[],
  noises: readonly number[],
  must: readonly LabelId[],
  may: readonly LabelId[],
];

const ROWS: readonly Row[] = [
  ['S01', 'previous bidir', 'B1', [['offset', -1, 1]], [0, 0.2, 0.4], ['previous'], ['local']],
  ['S02', 'previous causal', 'G1', [['offset', -1, 1]], [0, 0.2, 0.4], ['previous'], ['local']],
  ['S03', 'previous causal no BOS', 'G1n', [['offset', -1, 1]], [0, 0.2, 0.4], ['previous'], ['local']],
  ['S04', 'next bidir', 'B1', [['offset', 1, 1]], [0, 0.2, 0.4], ['next'], ['local']],
  ['S05', 'self bidir', 'B1', [['offset', 0, 1]], [0, 0.2, 0.4], ['self'], ['local']],
  ['S06', 'self causal', 'G1', [['offset', 0, 1]], [0, 0.2, 0.4], ['self'], ['local']],
  ['S07', 'offset -2 causal', 'G1', [['offset', -2, 1]], [0, 0.2, 0.4], ['offset'], ['local', 'vertical+diagonal']],
  ['S08', 'offset +3 bidir', 'B4', [['offset', 3, 1]], [0, 0.2, 0.4], ['offset'], ['vertical+diagonal']],
  ['S09', 'band +-2 bidir', 'B4', [['band', 2, 1]], [0, 0.2, 0.4], ['local'], []],
  ['S10', 'band causal (0,-1,-2)', 'G4', [['band', 2, 1]], [0, 0.2, 0.4], ['local'], []],
  ['S11', 'smooth decay tau=1 bidir', 'B4', [['decay', 1, 1]], [0, 0.2], ['local'], ['self']],
  ['S12', 'smooth decay tau=8 n=48', 'B4', [['decay', 8, 1]], [0], ['broad'], []],
  ['S13', '[SEP] column', 'B1', [['sep', null, 1]], [0, 0.2], ['delimiter'], ['resting']],
  ['S14', '[CLS] column', 'B1', [['cls', null, 1]], [0, 0.2], ['delimiter'], ['resting']],
  ['S15', 'BOS sink causal', 'G1', [['cls', null, 1]], [0, 0.2], ['delimiter', 'first'], ['resting']],
  ['S16', 'first-token sink, no BOS', 'G1n', [['cls', null, 1]], [0, 0.2], ['first'], ['resting']],
  [
    'S17',
    '90% sink + 10% previous',
    'G1',
    [
      ['cls', null, 0.9],
      ['offset', -1, 0.1],
    ],
    [0],
    ['first'],
    ['delimiter', 'resting', 'vertical+diagonal'],
  ],
  [
    'S18',
    '65% sink + 35% previous',
    'G1',
    [
      ['cls', null, 0.65],
      ['offset', -1, 0.35],
    ],
    [0, 0.1],
    ['previous', 'first', 'vertical+diagonal'],
    ['local', 'delimiter'],
  ],
  ['S19', 'punctuation columns', 'BP', [['punct', null, 1]], [0, 0.2, 0.4], ['punctuation'], ['broad']],
  ['S20', 'one content column', 'B4', [['col', 20, 1]], [0, 0.2, 0.4], ['vertical'], []],
  ['S21', 'one content column causal', 'G4', [['col', 5, 1]], [0, 0.2, 0.4], ['vertical'], ['long_range']],
  ['S22', 'one comma column', 'B1', [['col', 7, 1]], [0, 0.2], ['punctuation'], ['vertical']],
  [
    'S23',
    'same token bidir',
    'B2',
    [['same', null, 1]],
    [0, 0.2, 0.4],
    ['same_token'],
    ['offset', 'delimiter', 'long_range', 'resting', 'vertical+diagonal'],
  ],
  ['S24', 'same token or self', 'B2', [['same+self', null, 1]], [0, 0.2], ['same_token'], ['self', 'offset', 'local']],
  [
    'S25',
    'duplicate token causal',
    'GD',
    [['same', null, 1]],
    [0, 0.2, 0.4],
    ['same_token'],
    ['delimiter', 'first', 'vertical', 'long_range', 'resting', 'vertical+diagonal'],
  ],
  [
    'S26',
    'induction probe',
    'GR',
    [['induction', null, 1]],
    [0, 0.2, 0.4],
    ['induction'],
    ['offset', 'delimiter', 'first', 'long_range', 'vertical+diagonal'],
  ],
  [
    'S27',
    'induction natural repeats',
    'GD',
    [['induction', null, 1]],
    [0, 0.2],
    ['induction'],
    ['offset', 'local', 'delimiter', 'first', 'vertical', 'long_range', 'vertical+diagonal'],
  ],
  [
    'S28',
    'duplicate on repeated seq',
    'GR',
    [['same', null, 1]],
    [0, 0.2, 0.4],
    ['same_token'],
    ['offset', 'delimiter', 'first', 'long_range', 'vertical+diagonal'],
  ],
  ['S29', 'within-segment uniform', 'B2', [['block', null, 1]], [0, 0.1, 0.2], ['block'], ['broad']],
  ['S30', 'cross-segment uniform', 'B2', [['crossblock', null, 1]], [0, 0.2], [], ['long_range', 'broad']],
  ['S31', 'uniform bidir', 'B1', [['uniform', null, 1]], [0], ['broad', 'uniform'], []],
  ['S32', 'uniform causal', 'G1', [['uniform', null, 1]], [0], ['broad', 'uniform'], []],
  ['S33', 'uniform content only', 'B4', [['uniform_content', null, 1]], [0, 0.4], ['broad'], ['uniform']],
  ['S34', 'far keys bidir', 'B4', [['far', null, 1]], [0, 0.2, 0.4], ['long_range'], ['broad']],
  ['S35', 'far keys causal', 'G4', [['far_causal', null, 1]], [0, 0.2], ['long_range'], ['broad']],
  [
    'S36',
    '50% [SEP] + 50% next',
    'B1',
    [
      ['sep', null, 0.5],
      ['offset', 1, 0.5],
    ],
    [0, 0.1],
    ['next', 'vertical+diagonal'],
    ['local', 'delimiter'],
  ],
  [
    'S37',
    'prev+next 50/50',
    'B4',
    [
      ['offset', -1, 0.5],
      ['offset', 1, 0.5],
    ],
    [0, 0.1],
    ['previous', 'next', 'local'],
    [],
  ],
  ['S38', 'alternate prev/next', 'B4', [['alternate', null, 1]], [0, 0.1], ['local'], ['previous', 'next']],
  ['S39', 'Dirichlet(1) noise bidir', 'B4', [['uniform', null, 1]], [1], ['broad'], []],
  ['S40', 'random one-hot rows n=48', 'B4', [['onehot_random', 5, 1]], [0], [], []],
  ['S41', 'random one-hot rows n=16', 'B1', [['onehot_random', 11, 1]], [0], [], []],
  ['S42', 'n=4 previous (too short)', 'B3', [['offset', -1, 1]], [0], [], ['delimiter']],
  ['S43', 'n=3 causal (too short)', 'G3', [['offset', -1, 1]], [0], [], []],
  [
    'S44',
    '40% prev 30% sep 30% unif',
    'B1',
    [
      ['offset', -1, 0.4],
      ['sep', null, 0.3],
      ['uniform', null, 0.3],
    ],
    [0],
    ['previous'],
    ['local', 'vertical+diagonal'],
  ],
];

export const CASES = ROWS.map(([id, name, template, components, noises, must, may]): Case => ({
  id,
  name,
  template,
  components,
  noises,
  must,
  may,
}));
