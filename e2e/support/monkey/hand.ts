import type { Locator, Page } from 'playwright/test';
import type { Picked } from '../files.ts';
import { Headlight } from '../headlight.ts';

/** So often, for so long, is tried what can be seen and is enabled: it must be reachable, however busy the machine. */
const N_ATTEMPTS = 4;
const PRESS_MS = 5000;

const REST_MS = 2000;

/** What came of an action: whether there was anything to do it on. */
export type Done = 'done' | 'nothing there';

/** The hand of the monkey: does what a person could do at this moment, and nothing where a person could do nothing. */
export class Hand {
  readonly page: Page;
  readonly app: Headlight;
  /** What an open dialog covers cannot be reached. */
  readonly dialog: Locator;
  readonly lesson: Locator;
  readonly pad: Locator;

  constructor(page: Page) {
    this.page = page;
    this.app = new Headlight(page);
    this.dialog = page.getByRole('dialog');
    this.lesson = page.getByRole('region', { name: 'Lesson' });
    this.pad = page.getByRole('region', { name: 'Drawing pad' }).getByRole('application');
  }

  press(target: Locator): Promise<Done> {
    return this.#try(target, (timeout) => target.first().click({ timeout }));
  }

  /** One of many, by a number from 0 to 1. */
  async pressOneOf(targets: Locator, at: number): Promise<Done> {
    return this.press(targets.nth(Math.floor(at * (await targets.count()))));
  }

  async pointAtOneOf(targets: Locator, at: number): Promise<Done> {
    const target = targets.nth(Math.floor(at * (await targets.count())));
    return this.#try(target, (timeout) => target.hover({ timeout }));
  }

  fill(target: Locator, text: string): Promise<Done> {
    return this.#try(target, (timeout) => target.first().fill(text, { timeout }));
  }

  /** Key by key, as fast as they come. */
  write(target: Locator, text: string): Promise<Done> {
    return this.#try(target, (timeout) => target.first().pressSequentially(text, { timeout }));
  }

  /** One of the choices of a list, by a number from 0 to 1. */
  async selectOneOf(target: Locator, at: number): Promise<Done> {
    const values = await target
      .first()
      .locator('option:not([disabled])')
      .evaluateAll((options) => options.map((option) => (option instanceof HTMLOptionElement ? option.value : '')));
    const value = values[Math.floor(at * values.length)];
    if (value === undefined) return 'nothing there';
    return this.select(target, value);
  }

  async select(target: Locator, value: string): Promise<Done> {
    if ((await target.locator(`option[value="${value}"]`).count()) === 0) return 'nothing there';
    return this.#try(target, async (timeout) => void (await target.first().selectOption(value, { timeout })));
  }

  /** A slider to a place from 0 (its least) to 1. */
  slide(target: Locator, at: number): Promise<Done> {
    return this.#try(target, () =>
      target.first().evaluate((input, share) => {
        if (!(input instanceof HTMLInputElement)) return;
        const [min, max] = [Number(input.min), Number(input.max)];
        // As the browser sets it when it is dragged: the page hears of nothing else.
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(
          input,
          String(min + share * (max - min)),
        );
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }, at),
    );
  }

  /** One stroke from the middle, in a direction from 0 to 1. */
  draw(target: Locator, at: number): Promise<Done> {
    return this.#try(target, async (timeout) => {
      // Where nothing lies over it, as a press would have to be.
      await target.first().hover({ timeout });
      const box = await target.first().boundingBox({ timeout });
      if (box === null) return;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const { mouse } = this.page;
      await mouse.down();
      await mouse.move(
        x + box.width * 0.4 * Math.cos(2 * Math.PI * at),
        y + box.height * 0.4 * Math.sin(2 * Math.PI * at),
        { steps: 5 },
      );
      await mouse.up();
    });
  }

  /** Files chosen in a dialog of the system. Made within the page: the driver's own way holds on to the input for as long as the page is open. */
  choose(input: Locator, files: readonly Picked[]): Promise<Done> {
    const given = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }));
    return this.#try(input, () =>
      input.evaluate((element, list) => {
        if (!(element instanceof HTMLInputElement)) return;
        const chosen = new DataTransfer();
        for (const { name, mimeType, base64 } of list) {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          chosen.items.add(new File([bytes], name, { type: mimeType }));
        }
        element.files = chosen.files;
        element.dispatchEvent(new Event('change', { bubbles: true }));
      }, given),
    );
  }

  /** Waits as a person does who looks at the picture, but not for what does not end. */
  async rest(): Promise<Done> {
    await this.page
      .waitForFunction(() => /ready|failed/.test(document.documentElement.dataset['state'] ?? ''), undefined, {
        timeout: REST_MS,
      })
      .catch(() => {});
    return 'done';
  }

  async key(name: string): Promise<Done> {
    await this.page.keyboard.press(name);
    return 'done';
  }

  /** Back or forward where that stays in the page. */
  async go(direction: 'back' | 'forward'): Promise<Done> {
    const went = await this.page.evaluate((where) => {
      const { navigation, history } = window;
      if (where === 'back' ? !navigation.canGoBack : !navigation.canGoForward) return false;
      history[where]();
      return true;
    }, direction);
    return went ? 'done' : 'nothing there';
  }

  /** A dialog that the page stands behind is left by Esc, as a person would. */
  async leaveDialogs(): Promise<void> {
    for (let n = 0; n < 3 && (await this.dialog.count()) > 0; n++) await this.page.keyboard.press('Escape');
  }

  /** What is seen and enabled must be reachable, unless it went away meanwhile. */
  async #try(target: Locator, act: (timeout: number) => Promise<void>): Promise<Done> {
    const isThere = async (): Promise<boolean> =>
      (await target.count()) > 0 &&
      (await target.first().isVisible()) &&
      (await target
        .first()
        .isEnabled({ timeout: 1000 })
        .catch(() => false));
    for (let attempt = 1; await isThere(); attempt++) {
      try {
        await act(PRESS_MS);
        return 'done';
      } catch (error) {
        if (attempt === N_ATTEMPTS) throw error;
        // A dialog that was on its way, as a part that is fetched, stands before the page now.
        await this.leaveDialogs();
      }
    }
    return 'nothing there';
  }
}
