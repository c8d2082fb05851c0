/** Characters of text in one block: little enough to lay out at once. */
const most = 8000;

/** Text in blocks that are laid out one by one, cut at the ends of lines where there are any, never inside a character. */
export function blocksOf(text: string): readonly string[] {
  const blocks: string[] = [];
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + most);
    if (to < text.length) {
      const line = text.lastIndexOf('\n', to);
      if (line > from) to = line + 1;
      else if (/[\uD800-\uDBFF]/.test(text.charAt(to - 1))) to--;
    }
    blocks.push(text.slice(from, to));
    from = to;
  }
  return blocks;
}
