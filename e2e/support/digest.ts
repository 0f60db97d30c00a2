import type { Page } from 'playwright/test';

/**
 * What can be read off a page but for the pixels of its canvases, as text: title, address, what is kept for its origin and its tab,
 * and every element in its order: name, attributes and words, value, tick, how far it is scrolled, and whether it has the focus.
 * What only the code of the page holds is not in it.
 */
export async function digest(page: Page): Promise<string> {
  const kept = await keptIn(page);
  const seen = await page.evaluate(() => {
    // The order of attributes tells what was written first, and so does that of a tick; of the names that React makes up the number does.
    const nameOf = (element: Element): string =>
      [
        element.tagName,
        ...element
          .getAttributeNames()
          .filter((name) => name !== 'checked')
          .toSorted()
          .map((name) => `${name}=${element.getAttribute(name)?.replaceAll(/_r_[0-9a-z]+_/g, '_r_')}`),
      ].join(' ');
    /** What an element is besides what is written in it. */
    const stateOf = (element: Element): string => {
      const value: unknown = Reflect.get(element, 'value');
      return [
        typeof value === 'string' ? value : '',
        Reflect.get(element, 'checked') === true ? 'checked' : '',
        element.scrollTop !== 0 || element.scrollLeft !== 0 ? `at ${element.scrollTop},${element.scrollLeft}` : '',
        element === document.activeElement ? 'focus' : '',
      ].join('|');
    };
    const read = (element: Element): string => {
      const parts = [...element.childNodes].map((child) =>
        child instanceof Element ? read(child) : (child.textContent ?? ''),
      );
      // In a drawing too: each part stands where it says, whatever came before it.
      const inOrder = element instanceof SVGElement ? parts.toSorted() : parts;
      return [`<${nameOf(element)}>`, stateOf(element), ...inOrder, '</>'].join('\n');
    };
    const { documentElement, title } = document;
    const about = [title, window.location.href, nameOf(documentElement), stateOf(documentElement)];
    return [...about, read(document.body)].join('\n');
  });
  return `${kept}\n${seen}`;
}

/** What the browser keeps for the page, as text: neither time nor the page's own means take it away. */
export async function keptIn(page: Page): Promise<string> {
  return page.evaluate(async () =>
    JSON.stringify([
      Object.entries(window.localStorage),
      Object.entries(window.sessionStorage),
      await window.caches.keys(),
    ]),
  );
}
