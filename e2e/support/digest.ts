import type { Page } from 'playwright/test';

/**
 * All that can be read off a page but for the pixels of its canvases, as text: its elements with their attributes and words,
 * the address, the focus, and what is kept in the browser. Two pages with the same digest look and speak the same.
 */
export async function digest(page: Page): Promise<string> {
  return page.evaluate(async () => {
    // The order of attributes tells what was written first; of the names that React makes up the number does.
    const nameOf = (element: Element): string =>
      [
        element.tagName,
        ...element
          .getAttributeNames()
          .toSorted()
          .map((name) => `${name}=${element.getAttribute(name)?.replaceAll(/_r_[0-9a-z]+_/g, '_r_')}`),
      ].join(' ');
    const read = (element: Element): string => {
      const value: unknown = Reflect.get(element, 'value');
      const parts = [...element.childNodes].map((child) =>
        child instanceof Element ? read(child) : (child.textContent ?? ''),
      );
      // In a drawing too: each part stands where it says, whatever came before it.
      const inOrder = element instanceof SVGElement ? parts.toSorted() : parts;
      return [`<${nameOf(element)}>`, typeof value === 'string' ? value : '', ...inOrder, '</>'].join('\n');
    };
    const { activeElement, documentElement, title } = document;
    const kept = [
      Object.entries(window.localStorage),
      Object.entries(window.sessionStorage),
      await window.caches.keys(),
    ];
    const about = [title, window.location.href, activeElement?.tagName, kept];
    return [JSON.stringify(about), nameOf(documentElement), read(document.body)].join('\n');
  });
}
