import type { Locator, Page } from 'playwright/test';

/** The dialog "About this model". */
export class CardDialog {
  readonly dialog: Locator;
  /** Rows of what was not shown. */
  readonly notShown: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.dialog = page.getByRole('dialog', { name: 'About this model' });
    this.notShown = this.#part('Not shown');
  }

  async show(): Promise<void> {
    await this.#page.getByRole('button', { name: 'About', exact: true }).click();
    await this.dialog.waitFor();
  }

  fact(name: string): Locator {
    return this.dialog
      .getByRole('row')
      .filter({ has: this.#page.getByRole('rowheader', { name, exact: true }) })
      .getByRole('cell');
  }

  /** Place and node of each layer that was read as attention. */
  async read(): Promise<(readonly [place: string, node: string])[]> {
    return this.#part('Read as attention').evaluateAll((rows) =>
      rows.map(
        (row) => [row.querySelector('th')?.textContent ?? '', row.querySelector('code')?.textContent ?? ''] as const,
      ),
    );
  }

  #part(heading: string): Locator {
    return this.dialog
      .locator('section')
      .filter({ has: this.#page.getByRole('heading', { name: heading }) })
      .getByRole('row');
  }
}
