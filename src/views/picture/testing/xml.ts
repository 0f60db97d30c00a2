/** An element of a parsed picture; text stands as strings among its children. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
};

type Open = { name: string; attributes: Record<string, string>; children: (XmlElement | string)[] };

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Reads XML as strictly as XML 1.0 wants it, as far as figures use it; throws SyntaxError on anything else. */
export function parseXml(xml: string): XmlElement {
  for (const letter of xml) {
    const code = letter.codePointAt(0)!;
    const isAllowed = code === 9 || code === 10 || code === 13 || (code >= 32 && code < 0xd800) || code > 0xdfff;
    if (!isAllowed || code === 0xfffe || code === 0xffff) throw new SyntaxError(`forbidden character ${code}`);
  }
  const document: Open = { name: '', attributes: {}, children: [] };
  const path: Open[] = [document];
  let at = 0;
  while (at < xml.length) {
    const top = path.at(-1)!;
    if (xml[at] !== '<') {
      const end = xml.indexOf('<', at);
      top.children.push(unescaped(xml.slice(at, end < 0 ? xml.length : end)));
      at = end < 0 ? xml.length : end;
      continue;
    }
    const tag = /^<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/.exec(xml.slice(at));
    if (tag === null) throw new SyntaxError(`no tag at ${at}: ${xml.slice(at, at + 40)}`);
    const [whole, isEnd, name, attributes, isEmpty] = tag;
    at += whole.length;
    if (isEnd) {
      if (path.pop()!.name !== name || path.length === 0) throw new SyntaxError(`</${name}> ends another element`);
      continue;
    }
    const element: Open = { name: name!, attributes: {}, children: [] };
    for (const [, key = '', value = ''] of attributes!.matchAll(/([\w:-]+)="([^"<]*)"/g)) {
      if (key in element.attributes) throw new SyntaxError(`${key} twice`);
      element.attributes[key] = unescaped(value);
    }
    top.children.push(element);
    if (!isEmpty) path.push(element);
  }
  const root = document.children.find((child) => typeof child !== 'string');
  if (path.length !== 1 || root === undefined) throw new SyntaxError('not closed');
  return root;
}

function unescaped(text: string): string {
  if (/&(?!(amp|lt|gt|quot);)/.test(text)) throw new SyntaxError(`a lone & in ${text}`);
  if (text.includes('>')) throw new SyntaxError(`a lone > in ${text}`);
  return text.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name]!);
}

/** All elements of a name, from the top. */
export function elementsOf(element: XmlElement, name: string): readonly XmlElement[] {
  const inside = element.children.flatMap((child) => (typeof child === 'string' ? [] : elementsOf(child, name)));
  return element.name === name ? [element, ...inside] : inside;
}

export function textOf({ children }: XmlElement): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** The texts of a figure, in order. */
export function textsOf(root: XmlElement): readonly string[] {
  return elementsOf(root, 'text').map(textOf);
}

/** The colour of each cell that a group of cells paints, rows from the top; painted over as a browser would. */
export function paintedCells(group: XmlElement, width: number, height: number): readonly string[][] {
  const cells = Array.from({ length: height }, () => Array.from({ length: width }, () => ''));
  for (const { attributes } of elementsOf(group, 'path')) {
    for (const [, left, top, across, down] of attributes['d']!.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)h-\d+z/g)) {
      for (let y = Number(top); y < Number(top) + Number(down); y++)
        for (let x = Number(left); x < Number(left) + Number(across); x++) cells[y]![x] = attributes['fill']!;
    }
  }
  return cells;
}

/** The groups of cells of a figure, one a head. */
export function cellGroups(root: XmlElement): readonly XmlElement[] {
  return elementsOf(root, 'g').filter(({ attributes }) => attributes['transform']?.startsWith('scale(') === true);
}
