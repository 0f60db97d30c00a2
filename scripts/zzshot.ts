import { chromium } from 'playwright';
import { findChromium } from '/work/wt/D2/scripts/browser.ts';
const [,, out, size='1440x900', query='', ...steps] = process.argv;
const [w,h] = size.split('x').map(Number);
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: ['--no-sandbox','--enable-unsafe-webgpu','--disable-background-networking','--disable-component-update','--disable-sync'] });
const ctx = await browser.newContext({ viewport:{width:w!,height:h!}, hasTouch: w!<500, colorScheme: process.env.DARK ? 'dark':'light' });
const page = await ctx.newPage();
page.on('pageerror', e => console.log('ERR', e.message));
page.on('console', m => { if (m.type()==='error') console.log('CON', m.text()); });
await page.goto(`http://127.0.0.1:4877/?backend=wasm&${query}`);
await page.waitForFunction(() => document.documentElement.dataset.state === 'ready', null, {timeout: 60000});
await page.waitForTimeout(1500);
for (const step of steps) {
  if (step.startsWith('wait:')) await page.getByText(new RegExp(step.slice(5))).first().waitFor({timeout: 30000});
  else if (step.startsWith('view:')) await page.getByText(new RegExp(step.slice(5))).first().evaluate((e) => e.scrollIntoView({block:'center'}));
  else if (step.startsWith('key:')) await page.keyboard.press(step.slice(4));
  else await page.getByRole('button', { name: new RegExp(step) }).first().click();
  await page.waitForTimeout(500);
}
await page.screenshot({ path: out });
await browser.close();
