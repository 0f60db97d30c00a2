import { expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { FedInput } from '../inputs/roles.ts';
import { prepareZoo } from '../testing/zooModels.ts';
import { explainFirst } from './explainFirst.ts';

const SIZES = 'Got invalid dimensions for input: pixel_values';
const guessed = (name: string, more: Partial<FedInput> = {}): FedInput => ({
  name,
  elementType: 'int64',
  dims: ['n'],
  role: 'guessed',
  isRead: false,
  nRows: null,
  ...more,
});
const text = prepareZoo('gpt2').model;
const picture = prepareZoo('vit', { config: {}, preprocessorConfig: null }).model;

test.each<[string, Parameters<typeof explainFirst>[0], AppError, Partial<AppError>]>([
  [
    'a size that no file says, where it failed at sizes',
    picture,
    new AppError('run-failed', SIZES),
    { code: 'file-missing', detail: expect.stringContaining(SIZES) },
  ],
  [
    'its own words, where memory was full',
    picture,
    new AppError('out-of-memory', 'bad_alloc'),
    { code: 'out-of-memory', detail: 'bad_alloc' },
  ],
  [
    'its own words, where it failed at something else',
    picture,
    new AppError('run-failed', 'NaN'),
    { code: 'run-failed', detail: 'NaN' },
  ],
  [
    'what nobody said, with its own words behind',
    { ...text, inputs: [...text.inputs, guessed('cu'), guessed('lens')] },
    new AppError('run-failed', 'ends differ'),
    {
      code: 'run-failed',
      detail: 'what "cu", "lens" are, nobody said, and with numbers that were guessed it does not run (ends differ)',
    },
  ],
  [
    'its own words, where somebody said it',
    { ...text, inputs: [...text.inputs, guessed('cu', { use: 0 })] },
    new AppError('run-failed', 'ends differ'),
    { code: 'run-failed', detail: 'ends differ' },
  ],
])('of a first run that failed is told %s', (_, model, error, told) => {
  expect(explainFirst(model, error)).toMatchObject(told);
});
