import { parts as text } from '../../messages/index.ts';
import { Facts } from './facts.tsx';
import { fieldOf, oneLine, otherFields, namedField, type InputProps, type ToolKind } from './kind.ts';

const patternFields = ['pattern', 'query', 'regex', 'glob_pattern', 'path', 'target_directory', 'relative_workspace_path'];

function Input({ call }: InputProps) {
  const pattern = fieldOf(call, ...patternFields);
  const used = patternFields.find((name) => namedField(call, name) === pattern);
  return <Facts facts={[[text.search.pattern, pattern ?? undefined], ...otherFields(call, used === undefined ? [] : [used])]} />;
}

/** Looking for files or lines: what was looked for, and what was found as it was printed. */
export const search: ToolKind = {
  id: 'search',
  icon: 'search',
  names:
    'grep glob ls search tool_search list_dir list_directory search_file_content grep_search codebase_search find find_files file_search search_files search_for_pattern semantic_search toolsearch conversation_search recent_chats list rg ripgrep ripgrep_raw_search glob_file_search list_dir_v2 semsearch semanticsearch copilot_findfiles copilot_findtextinfiles copilot_listdirectory copilot_searchcodebase copilot_searchworkspacesymbols code_search'.split(
      ' ',
    ),
  summary: (call) => {
    const where = namedField(call, 'path', 'include', 'glob');
    const what = fieldOf(call, ...patternFields) ?? '';
    return oneLine(where !== null && where !== what ? text.search.in(what, where) : what);
  },
  Input,
};
