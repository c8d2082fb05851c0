import { arrayOf, isObject, numberOf, objectOf, stringOf, textOf } from '../../../shared/json.ts';
import type { ToolCallPart, ToolResultPart } from '../../../shared/model.ts';
import { parts as text } from '../../messages/index.ts';
import { CodeBlock } from '../code-block.tsx';
import { changesBetween, markedLines, type FileDiff, type Hunk } from '../diff/changes.ts';
import { DiffView } from '../diff/diff-view.tsx';
import { envelopePatch, patchIn, unifiedPatch } from '../diff/patches.ts';
import { Facts } from './facts.tsx';
import { pathFields } from './file.tsx';
import {
  detail,
  fieldOf,
  inputOf,
  namedField,
  oneLine,
  otherFields,
  type InputProps,
  type OutputProps,
  type ToolKind,
} from './kind.ts';
import { JsonView } from './json-view.tsx';
import { OutputText } from './output.tsx';
import styles from './tools.module.css';

const oldFields = ['old_string', 'old_str', 'oldString', 'old_text', 'oldText', 'search', 'pattern'];
const newFields = [
  'new_string',
  'new_str',
  'newString',
  'new_text',
  'newText',
  'code_edit',
  'replace',
  'replacement',
  'new_source',
  'insert_text',
];
const drawn = [
  ...pathFields,
  ...oldFields,
  ...newFields,
  'edits',
  'updates',
  'replacements',
  'patch',
  'input',
  'command',
  'changes',
  'unified_diff',
  'old_source',
];

const first = (value: unknown, names: readonly string[]): string | null => {
  const fields = objectOf(value);
  for (const name of names) {
    const found = stringOf(fields[name]);
    if (found !== null) return found;
  }
  return null;
};

function hunkOf(value: unknown): readonly Hunk[] {
  const before = first(value, oldFields);
  const after = first(value, newFields);
  return before === null && after === null ? [] : [changesBetween(before ?? '', after ?? '')];
}

/** The files a call changes, as far as its input or its result says; null when neither says it in a way that is known. */
export function changesOf(call: ToolCallPart, result: ToolResultPart | null): readonly FileDiff[] | null {
  const input = inputOf(call);
  const written = fieldOf(call, 'patch', 'input', 'unified_diff', 'diff');
  const patched = written === null ? null : patchIn(written);
  if (patched) return patched;
  const words = arrayOf(input['command']).find((word) => typeof word === 'string' && word.includes('*** Begin Patch'));
  if (typeof words === 'string') return envelopePatch(words);

  const path = namedField(call, ...pathFields);
  const numbered = arrayOf(detail(result, 'structuredPatch')).map((item): Hunk => {
    const hunk = objectOf(item);
    const lines = arrayOf(hunk['lines']).filter((line) => typeof line === 'string');
    return { heading: '', lines: markedLines(lines, numberOf(hunk['oldStart']), numberOf(hunk['newStart'])) };
  });
  const file = (hunks: readonly Hunk[]): readonly FileDiff[] => [{ path, verb: 'update', movedTo: null, hunks }];
  if (numbered.length > 0) return file(numbered);

  const several = [...arrayOf(input['edits']), ...arrayOf(input['updates']), ...arrayOf(input['replacements'])].flatMap(hunkOf);
  if (several.length > 0) return file(several);
  const one = hunkOf(input);
  if (one.length > 0) return file(one);
  return changedFiles(isObject(input['changes']) ? input['changes'] : input);
}

/** Files by their paths, as the events of Codex give them. */
function changedFiles(files: object): readonly FileDiff[] | null {
  const found: FileDiff[] = [];
  for (const [path, value] of Object.entries(files)) {
    if (!isObject(value)) return null;
    const kind = textOf(value['type']) ?? Object.keys(value)[0] ?? '';
    const change = isObject(value[kind]) ? objectOf(value[kind]) : value;
    const diff = textOf(change['unified_diff']);
    const content = stringOf(change['content']);
    if (diff === null && content === null && kind !== 'delete') return null;
    const verb = kind === 'add' || kind === 'delete' ? kind : 'update';
    const hunks =
      diff === null
        ? content === null
          ? []
          : [kind === 'delete' ? changesBetween(content, '') : changesBetween('', content)]
        : (unifiedPatch(diff)?.[0]?.hunks ?? []);
    found.push({ path, verb, movedTo: textOf(change['move_path']), hunks });
  }
  return found.length > 0 ? found : null;
}

function Input({ call, result }: InputProps) {
  const files = changesOf(call, result);
  return (
    <>
      {files && <Facts facts={otherFields(call, drawn.concat(files.flatMap(({ path }) => path ?? [])))} />}
      {files ? (
        <DiffView files={files} />
      ) : typeof call.input === 'string' ? (
        <CodeBlock text={call.input} label={text.input} />
      ) : (
        <JsonView value={call.input} label={text.input} />
      )}
    </>
  );
}

/** A success says nothing that the change does not. */
function Output({ call, result }: OutputProps) {
  if (
    call !== null &&
    result.outcome !== 'error' &&
    result.text.length > 200 &&
    /has been (?:updated|edited)|cat -n/.test(result.text.slice(0, 400))
  ) {
    const [said = '', ...snippet] = result.text.split('\n');
    return (
      <>
        <p className={styles.said}>{said}</p>
        {snippet.length > 0 && <OutputText source={snippet.join('\n')} />}
      </>
    );
  }
  return <OutputText source={result.text} />;
}

function summary(call: ToolCallPart): string {
  const path = namedField(call, ...pathFields);
  if (path !== null) return oneLine(path);
  const files = changesOf(call, null);
  if (files !== null) return oneLine(files.flatMap((file) => file.path ?? []).join(', '));
  // A patch that is cut short may still name its files.
  const named = (fieldOf(call, 'patch', 'input') ?? '').matchAll(/^\*\*\* (?:Add|Update|Delete) File: (.+)$/gm);
  return oneLine([...named].map(([, name = '']) => name).join(', '));
}

export const edit: ToolKind = {
  id: 'edit',
  icon: 'edit',
  names:
    'edit multiedit str_replace str_replace_editor str_replace_based_edit_tool apply_patch applypatch patch replace edit_file notebookedit search_replace update_file replace_string_in_file insert_edit_into_file canmore.update_textdoc update_textdoc file_edit edit_file_v2 strreplace multi_replace_string_in_file copilot_applypatch copilot_insertedit copilot_replacestring copilot_multireplacestring copilot_editnotebook'.split(
      ' ',
    ),
  summary,
  Input,
  Output,
};
