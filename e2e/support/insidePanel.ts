import type { Locator, Page } from 'playwright/test';

export const stages = (page: Page): Locator => page.getByRole('radiogroup', { name: 'Stages of the head' });

export const stage = (page: Page, number: number): Locator =>
  stages(page).getByRole('radio', { name: new RegExp(`^stage ${number} of 17,`) });

export const panel = (page: Page): Locator => page.getByRole('region', { name: 'Inside a head' });
export const param = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name);
export const LINK = { view: 'inside', head: 'L0H6', cell: '13,12', stage: 'raw' };
