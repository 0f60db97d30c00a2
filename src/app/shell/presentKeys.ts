/** What a key may reach while the page is shown to a room. */
type PresentReach = {
  readonly onBlack: () => void;
  readonly onTurn: (way: 'back' | 'next') => void;
  readonly onLeave: () => void;
};

/** One row of the sheet behind "?", of what holds only while the page is shown to a room. */
type PresentKey = {
  readonly name: string;
  readonly says: string;
  /** Values of KeyboardEvent.key that it answers to. */
  readonly keys: readonly string[];
  /** Whether a remote control sends it: whatever has the focus, the page is turned, but in a dialog or a menu. */
  readonly isRemote?: true;
  does(reach: PresentReach): void;
};

/** The keys of the keyboard and of remote controls, which send Page Up and Page Down, and a dot to darken. */
export const PRESENT_KEYS: readonly PresentKey[] = [
  {
    name: 'b or .',
    says: 'presenting: all black, until a key or a tap',
    keys: ['b', '.'],
    does: ({ onBlack }) => onBlack(),
  },
  {
    name: 'Page Down',
    says: 'presenting: “Next” of the lesson',
    keys: ['PageDown'],
    isRemote: true,
    does: ({ onTurn }) => onTurn('next'),
  },
  {
    name: 'Page Up',
    says: 'presenting: “Back” of the lesson',
    keys: ['PageUp'],
    isRemote: true,
    does: ({ onTurn }) => onTurn('back'),
  },
  { name: 'Esc', says: 'presenting: end it', keys: ['Escape'], does: ({ onLeave }) => onLeave() },
];

/** The row that answers to a key; undefined for none. */
export function presentKeyOf(key: string): PresentKey | undefined {
  return PRESENT_KEYS.find(({ keys }) => keys.includes(key));
}
