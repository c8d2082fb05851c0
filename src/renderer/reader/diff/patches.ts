import { markedLines, type FileDiff, type Hunk } from './changes.ts';

interface Draft {
  path: string | null;
  verb: FileDiff['verb'];
  movedTo: string | null;
  readonly hunks: Hunk[];
}

const finished = (drafts: readonly Draft[]): readonly FileDiff[] =>
  drafts.filter((draft) => draft.hunks.length > 0 || draft.path !== null);

/** A patch as `diff -u` and git write it. What stands around it (mail, commit message) is left out; null when it holds no hunk. */
export function unifiedPatch(text: string): readonly FileDiff[] | null {
  const files: Draft[] = [];
  let hunk: {
    heading: string;
    oldStart: number | null;
    newStart: number | null;
    lines: string[];
    left: [number, number];
  } | null = null;
  const close = (): void => {
    if (hunk) files.at(-1)?.hunks.push({ heading: hunk.heading, lines: markedLines(hunk.lines, hunk.oldStart, hunk.newStart) });
    hunk = null;
  };
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const open = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/.exec(line);
    if (open) {
      close();
      if (files.length === 0) files.push({ path: null, verb: 'update', movedTo: null, hunks: [] });
      hunk = {
        heading: open[5] ?? '',
        oldStart: Number(open[1]),
        newStart: Number(open[3]),
        lines: [],
        left: [Number(open[2] ?? 1), Number(open[4] ?? 1)],
      };
    } else if (hunk && (hunk.left[0] > 0 || hunk.left[1] > 0 || line.startsWith('\\'))) {
      hunk.lines.push(line);
      if (!line.startsWith('+') && !line.startsWith('\\')) hunk.left[0]--;
      if (!line.startsWith('-') && !line.startsWith('\\')) hunk.left[1]--;
    } else if (line.startsWith('--- ')) {
      close();
      files.push({ path: pathIn(line), verb: 'update', movedTo: null, hunks: [] });
    } else if (line.startsWith('+++ ')) {
      const file = files.at(-1);
      const path = pathIn(line);
      if (file && path === null) file.verb = 'delete';
      else if (file && file.path === null) Object.assign(file, { path, verb: 'add' });
      else if (file && path !== file.path) file.movedTo = path;
    } else close();
  }
  close();
  return files.some((file) => file.hunks.length > 0) ? finished(files) : null;
}

function pathIn(line: string): string | null {
  const path = line.slice(4).replace(/\t.*$/, '').trim();
  return path === '/dev/null' ? null : path.replace(/^[ab]\//, '');
}

/** Lines with marks and no numbers, as people write them into ```diff. */
export function looseDiff(text: string): readonly FileDiff[] {
  const lines = text.replace(/\n$/, '').split('\n');
  return [{ path: null, verb: 'update', movedTo: null, hunks: [{ heading: '', lines: markedLines(lines) }] }];
}

const verbs = { Add: 'add', Delete: 'delete', Update: 'update' } as const;

/** The patch language of Codex (`*** Begin Patch`); null when it is none. */
export function envelopePatch(text: string): readonly FileDiff[] | null {
  if (!text.includes('*** Begin Patch')) return null;
  const files: Draft[] = [];
  let lines: string[] = [];
  let heading = '';
  const close = (): void => {
    if (lines.length > 0) files.at(-1)?.hunks.push({ heading, lines: markedLines(lines) });
    lines = [];
    heading = '';
  };
  for (const line of text.slice(text.indexOf('*** Begin Patch')).split('\n')) {
    const file = /^\*\*\* (Add|Delete|Update) File: (.+)$/.exec(line);
    const move = /^\*\*\* Move to: (.+)$/.exec(line);
    const last = files.at(-1);
    if (line.startsWith('*** End Patch')) break;
    if (file) {
      close();
      const verb = file[1] === 'Add' || file[1] === 'Delete' ? verbs[file[1]] : verbs.Update;
      files.push({ path: file[2]?.trim() ?? null, verb, movedTo: null, hunks: [] });
    } else if (move && last) last.movedTo = move[1]?.trim() ?? null;
    else if (line.startsWith('@@')) {
      close();
      heading = line.replace(/^@@ ?| ?@@$/g, '');
    } else if (last && !line.startsWith('*** ')) lines.push(line);
  }
  close();
  return files.length > 0 ? finished(files) : null;
}

/** Whatever patch a text holds. */
export function patchIn(text: string): readonly FileDiff[] | null {
  return envelopePatch(text) ?? unifiedPatch(text);
}
