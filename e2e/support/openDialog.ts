import type { Locator, Page } from 'playwright/test';
import type { Picked } from './files.ts';

/** The dialog "Open a model", as a person fills it in. */
export class OpenDialog {
  readonly dialog: Locator;
  readonly kept: Locator;
  readonly suggestions: Locator;
  readonly files: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.dialog = page.getByRole('dialog', { name: 'Open a model' });
    this.kept = this.dialog.getByRole('list', { name: 'Kept in this browser' }).getByRole('listitem');
    this.suggestions = this.dialog.getByRole('list', { name: 'Suggestions' }).getByRole('listitem');
    this.files = this.dialog.getByLabel('Open files');
  }

  async show(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Open', exact: true }).click();
    await this.dialog.waitFor();
  }

  /** Asks for a model of a hub; nothing is waited for. */
  async load(id: string, host: string, weights?: string): Promise<void> {
    await this.show();
    await this.dialog.getByRole('textbox', { name: 'Model id' }).fill(id);
    await this.dialog.getByRole('textbox', { name: 'Host' }).fill(host);
    if (weights !== undefined) await this.dialog.getByRole('combobox', { name: 'Weights' }).selectOption(weights);
    await this.dialog.getByRole('button', { name: 'Load from hub' }).click();
  }

  /** Picks files in the dialog; nothing is waited for. */
  async pick(files: string | readonly string[] | readonly Picked[]): Promise<void> {
    await this.show();
    await this.files.setInputFiles(files);
  }
}
