import Anser from 'anser';

/** The colours of a terminal that the window has; every other is drawn as the nearest of them. */
export const hues = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
export type Hue = (typeof hues)[number];

export interface Run {
  readonly text: string;
  readonly color: Hue | null;
  readonly background: Hue | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly struck: boolean;
  readonly reverse: boolean;
}

/** What a terminal showed at the end, line by line: colours read, progress overwritten, every other sequence gone. */
export function terminalLines(source: string): readonly (readonly Run[])[] {
  const lines: Run[][] = [[]];
  for (const entry of Anser.ansiToJson(settled(source), { json: true, use_classes: true, remove_empty: true })) {
    const { decorations } = entry;
    const look = {
      color: hueOf(entry.fg, entry.fg_truecolor),
      background: hueOf(entry.bg, entry.bg_truecolor),
      bold: decorations.includes('bold'),
      dim: decorations.includes('dim'),
      italic: decorations.includes('italic'),
      underline: decorations.includes('underline'),
      struck: decorations.includes('strikethrough'),
      reverse: decorations.includes('reverse'),
    };
    entry.content.split('\n').forEach((text, at) => {
      if (at > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ text, ...look });
    });
  }
  return lines;
}

/** True when there is something in a text that only a terminal would draw. */
export function isTerminal(source: string): boolean {
  return source.includes('\u001b[') || /\r(?!\n|$)/.test(source) || source.includes('\u0008');
}

/** The text as it stood in the end, its colours still in sequences. */
export function settled(source: string): string {
  return plainSequences(source).split('\n').map(settledLine).join('\n');
}

const escape = '\u001b';
/** Sequences for a string (title, link), for control (all but colours), and of one letter. */
const strings = new RegExp(`${escape}[\\]PX^_][^\\u0007${escape}]*(?:\\u0007|${escape}\\\\)?`, 'g');
const controls = new RegExp(`${escape}\\[[0-?]*[ -/]*(?![mKG])[@-~]`, 'g');
const letters = new RegExp(`${escape}(?:[()*+#%][0-~]?|[ -Z\\\\^-~])`, 'g');

function plainSequences(source: string): string {
  return source.replaceAll(strings, '').replaceAll(controls, '').replaceAll(letters, '').replaceAll('\u0007', '');
}

const token = new RegExp(`${escape}\\[([0-?]*)[ -/]*([mKG])|\\r|\\u0008|${escape}|[^]`, 'gu');

interface Cell {
  readonly colors: string;
  readonly text: string;
}

/** One line after all that was written over it. */
function settledLine(line: string): string {
  const bare = line.endsWith('\r') ? line.slice(0, -1) : line;
  if (!/[\r\u0008]/.test(bare) && !new RegExp(`${escape}\\[[0-?]*[KG]`).test(bare))
    return bare.replaceAll(new RegExp(`${escape}(?!\\[)`, 'g'), '');
  const cells: Cell[] = [];
  let at = 0;
  let colors = '';
  for (const [whole, numbers, control] of bare.matchAll(token)) {
    if (control === 'm') colors = /^[0;]*$/.test(numbers ?? '') ? '' : colors + whole;
    else if (control === 'K') erase(cells, at, numbers ?? '');
    else if (control === 'G') at = Math.min(cells.length, Math.max(0, Number(numbers) - 1 || 0));
    else if (whole === '\r') at = 0;
    else if (whole === '\u0008') at = Math.max(0, at - 1);
    else if (whole !== escape) cells[at++] = { colors, text: whole };
  }
  let before = '';
  const text = cells.map((cell) => {
    const change = cell.colors === before ? '' : `${escape}[0m${cell.colors}`;
    before = cell.colors;
    return change + cell.text;
  });
  return `${text.join('')}${before === colors ? '' : `${escape}[0m${colors}`}`;
}

/** From the place to the end of the line; whole lines are cleared to their end as well, since what follows is written there. */
function erase(cells: Cell[], at: number, what: string): void {
  if (what === '' || what === '0') cells.length = Math.min(cells.length, at);
  else if (what === '2') cells.length = 0;
}

function hueOf(name: string | null, truecolor: string | null): Hue | null {
  if (!name) return null;
  const plain = name.replace(/^ansi-(?:bright-)?/, '');
  const named = hues.find((hue) => hue === plain);
  if (named) return named;
  const palette = /^palette-(\d+)$/.exec(plain)?.[1];
  if (palette !== undefined) return ofPalette(Number(palette));
  const [red, green, blue] = (truecolor ?? '').split(',').map(Number);
  return red === undefined || green === undefined || blue === undefined ? null : nearest(red, green, blue);
}

/** The 256 colours: sixteen by name, a cube of six by six by six, and greys. */
function ofPalette(place: number): Hue {
  if (place < 16) return hues[place % 8] ?? 'white';
  if (place >= 232) return place >= 244 ? 'white' : 'black';
  const [red = 0, green = 0, blue = 0] = [36, 6, 1].map((unit) => Math.floor((place - 16) / unit) % 6);
  return nearest(red * 51, green * 51, blue * 51);
}

/** By which of red, green and blue are strong; a colour without any is grey. */
function nearest(red: number, green: number, blue: number): Hue {
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  if (most - least < 40) return most > 127 ? 'white' : 'black';
  const middle = (most + least) / 2;
  const bits = (red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0);
  return hues[bits] ?? 'white';
}
