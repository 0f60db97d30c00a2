import type { Page } from 'playwright/test';

/** What cannot be seen or read, in words: "BUTTON Menu lies 12 px outside of HEADER"; none where all is well. */
export async function unseen(page: Page, leastText = 13): Promise<string[]> {
  return page.evaluate((least) => {
    const nameOf = (element: Element): string =>
      `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 30)}`;
    /** Said to be left out, or there for who does not see. */
    const isMeant = (element: Element): boolean =>
      element.closest('[class*=offscreen], [hidden], dialog:not([open]), option, title') !== null;
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isMeant(element);

    const found: string[] = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > window.innerWidth) found.push(`the page is ${scrollWidth} px wide`);

    for (const element of document.querySelectorAll('#app *')) {
      const { width, height } = element.getBoundingClientRect();
      const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '');
      const isPart =
        hasText || element.matches('button, select, input, textarea, canvas, progress, [role=application]');
      if (!isPart || width === 0 || height === 0 || !isShown(element)) continue;
      const size = Number.parseFloat(getComputedStyle(element).fontSize);
      if ((hasText || element.matches('select, input[type=text], textarea')) && size < least)
        found.push(`${nameOf(element)}: words of ${size} px`);
      const cut = cutBy(element);
      if (cut !== null) found.push(`${nameOf(element)} ${cut}`);
    }
    // What is drawn by styles only.
    for (const element of document.querySelectorAll('#app [data-text]')) {
      const style = getComputedStyle(element, '::after');
      if (isShown(element) && element.clientWidth > 0 && Number.parseFloat(style.fontSize) < least)
        found.push(`${element.getAttribute('data-text')}: words of ${style.fontSize}`);
    }
    return [...new Set(found)];

    /** Where an element lies outside of a part that neither scrolls nor says with an ellipsis that there is more. */
    function cutBy(element: Element): string | null {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const isCut = element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
      if (isCut && ['hidden', 'clip'].includes(style.overflowX) && style.textOverflow !== 'ellipsis')
        return `has ${element.scrollWidth - element.clientWidth} px more than can be seen`;
      for (let outer = element.parentElement; outer !== null; outer = outer.parentElement) {
        const { overflowX, overflowY, textOverflow, position } = getComputedStyle(outer);
        const edge = outer.getBoundingClientRect();
        const [beyondX, beyondY] = [
          Math.max(edge.left - box.left, box.right - edge.right),
          Math.max(edge.top - box.top, box.bottom - edge.bottom),
        ];
        if (overflowX !== 'visible' || overflowY !== 'visible') {
          const hides = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
          if (hides(overflowX) && beyondX > 1 && textOverflow !== 'ellipsis')
            return `lies ${Math.round(beyondX)} px outside of ${nameOf(outer)}`;
          if (hides(overflowY) && beyondY > 1) return `lies ${Math.round(beyondY)} px above or below ${nameOf(outer)}`;
          // What can be scrolled to is reachable, wherever it lies now.
          if (!hides(overflowX) || !hides(overflowY)) return null;
        }
        if (position === 'fixed') return null;
      }
      const { scrollHeight } = document.documentElement;
      if (box.left < -1 || box.right > window.innerWidth + 1) return 'lies beside the page';
      return box.bottom + window.scrollY > scrollHeight + 1 ? 'lies below the page' : null;
    }
  }, leastText);
}
