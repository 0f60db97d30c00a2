/** Letters in a line of a file. */
const LINE = 130;

/** One point of a list, in lines. */
export function wrapped(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 3 > LINE) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n  ');
}

/** Signs of Markdown and HTML as the letters that they are. */
export function escaped(text: string): string {
  return text.replaceAll(/<[^ ]+>|\[[A-Z]+\]/g, '`$&`');
}
