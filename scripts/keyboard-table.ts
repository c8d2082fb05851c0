import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, groups, type Command } from '../src/shared/commands.ts';

// `node scripts/keyboard-table.ts`: writes the tables of keys in docs/window.md anew from the table of commands. docs/docs.test.ts holds
// them to it.

export const marks = { begin: '<!-- keys: made by scripts/keyboard-table.ts -->', end: '<!-- /keys -->' } as const;

const headings: Readonly<Record<Command['group'], string>> = {
  Anywhere: 'Anywhere',
  List: 'In the list',
  Keep: 'To keep: the selected ones, else the one under the cursor or open',
  Conversation: 'In the conversation',
};
const arrows: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc', Mod: 'Ctrl' };

/** A table for each group of commands, each command once. */
export function keyboardTables(): string {
  return groups
    .map((group) =>
      [
        `### ${headings[group]}`,
        '',
        '| keys | what it does | in the menu of the desktop |',
        '| --- | --- | --- |',
        ...commands
          .filter((command) => command.group === group)
          .map(({ keys, title, menu }) => `| ${keys.map(spoken).join(' ')} | ${title} | ${menu ?? ''} |`),
      ].join('\n'),
    )
    .join('\n\n');
}

/** `Mod+k` as `Ctrl+K`, `g i` as `G I`: the caps to press, one after the other. */
function spoken(keys: string): string {
  const presses = keys.split(' ').map((press) =>
    press
      .split(/(?<=.)\+(?=.)/)
      .map((key) => arrows[key] ?? (key.length === 1 ? key.toUpperCase() : key))
      .join('+'),
  );
  return `\`${presses.join(' ')}\``;
}

if (import.meta.main) {
  const page = join(import.meta.dirname, '..', 'docs', 'window.md');
  const text = readFileSync(page, 'utf8');
  const [before, after] = [text.indexOf(marks.begin), text.indexOf(marks.end)];
  if (before < 0 || after < before) throw new Error('docs/window.md has no place for the keys.');
  writeFileSync(page, `${text.slice(0, before + marks.begin.length)}\n\n${keyboardTables()}\n\n${text.slice(after)}`);
}
