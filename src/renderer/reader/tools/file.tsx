import { numberOf, textOf } from '../../../shared/json.ts';
import type { ToolCallPart } from '../../../shared/model.ts';
import { parts as text } from '../../messages/index.ts';
import { CodeBlock } from '../code-block.tsx';
import { languageOfFile } from '../code/languages.ts';
import { Facts } from './facts.tsx';
import { fieldOf, inputOf, namedField, oneLine, otherFields, type InputProps, type OutputProps, type ToolKind } from './kind.ts';
import { OutputText } from './output.tsx';

export const pathFields = [
  'file_path',
  'path',
  'notebook_path',
  'filename',
  'file',
  'filePath',
  'absolute_path',
  'target_file',
  'targetFile',
  'relative_workspace_path',
];
/** What is not a file on disk has a title. */
const titleFields = ['title', 'name'];
const contentFields = ['content', 'contents', 'file_text', 'text', 'new_str', 'insert_text'];

function ReadInput({ call }: InputProps) {
  return <Facts facts={[[text.file.path, fieldOf(call, ...pathFields) ?? undefined], ...otherFields(call, pathFields)]} />;
}

function ReadOutput({ call, result }: OutputProps) {
  const path = call === null ? '' : (fieldOf(call, ...pathFields) ?? '');
  const { source, firstLine } = withoutNumbers(result.text);
  return (
    <OutputText source={source} label={nameOf(path) || text.output} language={languageOfFile(path) ?? ''} firstLine={firstLine} />
  );
}

/** A listing whose lines all begin with their numbers (`  12→text`, `12<tab>text`), as the text and the number of its first line. */
export function withoutNumbers(listing: string): { readonly source: string; readonly firstLine: number | undefined } {
  const lines = listing.replace(/\n$/, '').split('\n');
  const first = /^\s*(\d+)[→\t]/.exec(lines[0] ?? '')?.[1];
  if (first === undefined) return { source: listing, firstLine: undefined };
  const start = Number(first);
  const bare: string[] = [];
  for (const line of lines) {
    const [mark, number] = /^\s*(\d+)[→\t]/.exec(line) ?? [];
    // What follows the last numbered line is a note of the program, and stays.
    if (mark === undefined || Number(number) !== start + bare.length) {
      return bare.length < lines.length * 0.5
        ? { source: listing, firstLine: undefined }
        : { source: [...bare, ...lines.slice(bare.length)].join('\n'), firstLine: start };
    }
    bare.push(line.slice(mark.length));
  }
  return { source: bare.join('\n'), firstLine: start };
}

function WriteInput({ call }: InputProps) {
  const path = namedField(call, ...pathFields, ...titleFields) ?? '';
  const content = namedField(call, ...contentFields);
  const kind = namedField(call, 'language') ?? namedField(call, 'type') ?? '';
  return (
    <>
      <Facts
        facts={[
          [namedField(call, ...pathFields) === null ? text.file.title : text.file.path, path],
          ...otherFields(call, [...pathFields, ...titleFields, ...contentFields, 'command']),
        ]}
      />
      {content !== null && (
        <CodeBlock text={content} language={kind === '' ? (languageOfFile(path) ?? '') : kind} label={nameOf(path)} />
      )}
      {content === null && typeof call.input === 'string' && <CodeBlock text={call.input} label={text.input} />}
    </>
  );
}

export function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function rangeOf(call: ToolCallPart): string {
  const input = inputOf(call);
  const view = Array.isArray(input['view_range']) ? input['view_range'] : [];
  const from = numberOf(input['offset'] ?? input['start_line'] ?? input['startLine'] ?? view[0]);
  const limit = numberOf(input['limit']);
  const to = numberOf(input['end_line'] ?? input['endLine'] ?? view[1]) ?? (limit === null ? null : (from ?? 1) + limit - 1);
  if (from === null && to === null) return '';
  return ` ${text.file.range(from ?? 1, to)}`;
}

/** The tools that do several things to a file say which in `command`. */
const verbOf = (call: ToolCallPart): string | null => textOf(inputOf(call)['command']);
const editors = new Set(['str_replace_editor', 'str_replace_based_edit_tool']);
const isEditor = (call: ToolCallPart): boolean => editors.has(call.name.toLowerCase());

export const read: ToolKind = {
  id: 'read',
  icon: 'file',
  names:
    'read read_file readfile view view_file view_image open_file notebookread read_many_files cat file_read read_notebook read_file_v2 copilot_readfile copilot_viewimage get_file'.split(
      ' ',
    ),
  takes: (call) => isEditor(call) && verbOf(call) === 'view',
  summary: (call) => oneLine(`${fieldOf(call, ...pathFields) ?? ''}${rangeOf(call)}`),
  Input: ReadInput,
  Output: ReadOutput,
};

export const write: ToolKind = {
  id: 'write',
  icon: 'new-file',
  names:
    'write write_file create_file createfile writefile file_write create_new_file create_textdoc artifacts create copilot_createfile'.split(
      ' ',
    ),
  takes: (call) => isEditor(call) && verbOf(call) === 'create',
  summary: (call) => oneLine(namedField(call, ...pathFields, ...titleFields) ?? ''),
  Input: WriteInput,
};
