export type Screen = {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly isLarge?: true;
  /** Fingers, no pointer that hovers, no keyboard. */
  readonly isTouch?: true;
};

/** Screens that the page is made for, in CSS pixels. */
export const SCREENS: readonly Screen[] = [
  { name: '1440x900', width: 1440, height: 900 },
  { name: '1366x768', width: 1366, height: 768 },
  { name: '1280x720', width: 1280, height: 720 },
  { name: '1280x720-large', width: 1280, height: 720, isLarge: true },
  { name: '390x844-touch', width: 390, height: 844, isTouch: true },
  // 1440 by 900, zoomed to 200 %.
  { name: '720x450-zoomed', width: 720, height: 450 },
];
