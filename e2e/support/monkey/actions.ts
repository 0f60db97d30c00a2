import type { Locator } from 'playwright/test';
import { drop } from '../files.ts';
import { OpenDialog } from '../openDialog.ts';
import type { Done, Hand } from './hand.ts';
import { DROPPED, openables } from './files.ts';
import { KEYS, TEXTS } from './texts.ts';

/** Something that a person might do next. */
export type Action = {
  readonly name: string;
  /** How often, against the others. */
  readonly weight: number;
  /** What it is done with; one of them is drawn. */
  readonly choices?: readonly string[];
  /** Also in a dialog; for everything else a dialog is left first. */
  readonly isAnywhere?: true;
  /** `at` is drawn from 0 to 1: which of several, or how far. */
  readonly act: (hand: Hand, choice: string, at: number) => Promise<Done>;
};

/** Presses a button of this name, or one of those. */
const press = (name: string | RegExp, weight: number, title = String(name)): Action => ({
  name: `press ${title}`,
  weight,
  act: (hand, _, at) =>
    hand.pressOneOf(hand.page.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) }), at),
});

const slide = (name: string | RegExp, weight: number): Action => ({
  name: `slide ${name}`,
  weight,
  act: (hand, _, at) => hand.slide(hand.page.getByRole('slider', { name }), at),
});

const oneOf = (name: string, weight: number, find: (hand: Hand) => Locator): Action => ({
  name,
  weight,
  act: (hand, _, at) => hand.pressOneOf(find(hand), at),
});

const OPENABLE = new Map(openables().map((one) => [one.name, one]));

export const ACTIONS: readonly Action[] = [
  // Typing.
  { name: 'type', weight: 14, choices: TEXTS, act: (hand, text) => hand.fill(hand.app.sentence, text) },
  {
    name: 'add letters',
    weight: 6,
    choices: ['x', ' and so on', '. The end', 'é🙂'],
    act: (hand, text) => hand.write(hand.app.sentence, text),
  },
  {
    name: 'undo',
    weight: 3,
    act: async (hand) => {
      const pressed = await hand.press(hand.app.sentence);
      return pressed === 'done' ? hand.key('Control+z') : pressed;
    },
  },
  { name: 'example', weight: 3, act: (hand, _, at) => hand.selectOneOf(hand.page.getByLabel('Examples'), at) },
  press(/^(Add a second sentence|The model writes the target|Remove|Let the model write)/, 4, 'second box on or off'),
  {
    name: 'type into the second box',
    weight: 4,
    choices: TEXTS,
    act: (hand, text) => hand.fill(hand.page.getByLabel(/^(Second sentence|Target)$/), text),
  },

  // Models, backends, files.
  {
    name: 'model',
    weight: 8,
    choices: ['bookworm-gpt', 'bookworm-bert', 'fashion-vit'],
    act: (hand, id) => hand.select(hand.app.model, id),
  },
  {
    name: 'backend',
    weight: 3,
    choices: ['wasm', 'wasm', 'auto', 'webgpu'],
    act: (hand, name) => hand.select(hand.app.backend, name),
  },
  {
    name: 'open',
    weight: 14,
    choices: [...OPENABLE.keys()],
    act: async (hand, name) => {
      // As any other button: a dialog that was on its way may stand before it.
      const pressed = await hand.press(hand.page.getByRole('button', { name: 'Open', exact: true }));
      if (pressed !== 'done') return pressed;
      const { dialog, files } = new OpenDialog(hand.page);
      await dialog.waitFor();
      return hand.choose(files, OPENABLE.get(name)?.files() ?? []);
    },
  },
  {
    name: 'drop',
    weight: 4,
    choices: Object.keys(DROPPED),
    act: async (hand, name) => {
      await drop(hand.page, DROPPED[name] ?? []);
      return 'done';
    },
  },
  {
    name: 'choose an image',
    weight: 2,
    act: (hand) =>
      hand.choose(hand.page.getByLabel('Image', { exact: true }), OPENABLE.get('a picture')?.files() ?? []),
  },
  {
    name: 'draw on the pad',
    weight: 4,
    act: async (hand, _, at) => {
      if ((await hand.pad.count()) === 0) await hand.select(hand.app.model, 'fashion-vit');
      await hand.rest();
      return hand.draw(hand.pad, at);
    },
  },
  press(/^(Undo|Clear)$/, 3, 'a stroke of the pad away'),
  press(/^Open the model with/, 1, 'the model with another number of heads'),
  press('Stop', 4),
  press('Try again', 4),
  press(/^(Dismiss|Say why)$/, 3, 'a message away, or back'),

  // Pages and pins.
  { ...oneOf('turn to a page', 10, (hand) => hand.page.getByRole('tab')) },
  oneOf('pin a head', 10, (hand) => hand.app.cells),
  press(/^Unpin/, 3, 'a pin away'),
  { name: 'point at a head', weight: 6, act: (hand, _, at) => hand.pointAtOneOf(hand.app.cells, at) },
  { name: 'point at a token', weight: 3, act: (hand, _, at) => hand.pointAtOneOf(hand.app.tokens, at) },
  oneOf('press on a token', 3, (hand) => hand.app.tokens),
  {
    name: 'point at a cell',
    weight: 3,
    act: (hand, _, at) => hand.pointAtOneOf(hand.page.getByRole('application'), at),
  },
  press(/^Switch layer/, 3, 'a layer off or on'),
  press(/^(none|all but |layer )/, 3, 'many heads off, or none'),
  press(/^(Show as a table|Show as a picture|Hide the table)$/, 3, 'table or picture'),
  oneOf('stack', 2, (hand) => hand.app.stack),

  // How it is drawn.
  oneOf('radio button', 8, (hand) => hand.page.getByRole('radio')),
  oneOf('checkbox', 3, (hand) => hand.page.getByRole('checkbox')),
  oneOf('chip of a label', 3, (hand) => hand.page.getByRole('group', { name: 'Filter by label' }).getByRole('button')),
  { name: 'sort', weight: 2, act: (hand, _, at) => hand.selectOneOf(hand.page.getByLabel('sorted by'), at) },
  { name: 'colour', weight: 2, act: (hand, _, at) => hand.selectOneOf(hand.page.getByLabel('colour by'), at) },
  {
    name: 'note',
    weight: 3,
    choices: ['', 'links verb and subject', '=1+1, "🐈"'],
    act: (hand, text) => hand.fill(hand.page.getByRole('textbox', { name: /^What you call/ }), text),
  },
  { name: 'stack', weight: 2, act: (hand, _, at) => hand.selectOneOf(hand.app.stack, at) },
  slide(/./, 4),
  press(/^Larger/, 2, 'larger or smaller'),
  press(/^Colours/, 2, 'colours'),
  press(/^(How do we know|Menu|\d+ more|fewer)/, 4, 'unfold'),
  {
    name: 'window',
    weight: 2,
    choices: ['1440x900', '1440x900', '390x844', '1024x500'],
    act: async (hand, size) => {
      const [width = 0, height = 0] = size.split('x').map(Number);
      await hand.page.setViewportSize({ width, height });
      return 'done';
    },
  },

  // Inside and cost.
  press(/^does L\d+H\d+ copy/, 2, 'does it copy'),
  press(/^(Compare with|Leave the) (another|other) text$/, 2, 'compare texts'),
  {
    name: 'type the other text',
    weight: 3,
    choices: TEXTS,
    act: (hand, text) => hand.fill(hand.page.getByRole('textbox', { name: 'the other text' }), text),
  },
  {
    name: 'ask a word',
    weight: 2,
    choices: ['dog', 'unicornish', ''],
    act: async (hand, word) => {
      const filled = await hand.fill(hand.page.getByRole('textbox', { name: 'Any word' }), word);
      return filled === 'done' ? hand.key('Enter') : filled;
    },
  },
  press('Time it here', 3),

  // Studies.
  press(
    /^(Measure every head|Compare on .*|Draw the curve|Is the label enough\?|Is one the backup of the other\?)$/,
    8,
    'to measure',
  ),
  press(/^(Pause|Go on|Cancel)$/, 5, 'pause, go on or cancel'),
  press(/^Fill in the/, 2, 'fill in the examples'),
  {
    name: 'paste a list',
    weight: 2,
    choices: TEXTS,
    act: (hand, text) => hand.fill(hand.page.getByLabel('Sentences, one a line'), text),
  },
  oneOf('row of a table', 2, (hand) => hand.page.getByRole('rowheader').getByRole('button')),

  // Lessons, and rooms, which keys open.
  press('Learn', 4),
  oneOf('button of a lesson', 10, (hand) => hand.lesson.getByRole('button')),
  press(/^(Leave|All lessons|Glossary|Leave presenting)$/, 3, 'leave a lesson or a room'),

  // Away and back.
  { name: 'back', weight: 6, act: (hand) => hand.go('back') },
  { name: 'forward', weight: 3, act: (hand) => hand.go('forward') },
  press('Share', 1),
  press('Export', 3),
  oneOf('export something', 3, (hand) => hand.page.getByRole('menuitem')),
  press('Open', 2),
  press('About', 2),
  press('Help and keys', 2),
  {
    name: 'button of a dialog',
    weight: 4,
    isAnywhere: true,
    act: (hand, _, at) =>
      hand.pressOneOf(hand.dialog.getByRole('button', { name: /^(Close|Load from hub|Xenova)/ }), at),
  },
  { name: 'key', weight: 16, choices: KEYS, isAnywhere: true, act: (hand, key) => hand.key(key) },
  { name: 'wait', weight: 6, act: (hand) => hand.rest() },
];
