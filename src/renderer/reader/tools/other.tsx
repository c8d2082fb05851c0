import { parts as text } from '../../messages/index.ts';
import { CodeBlock } from '../code-block.tsx';
import { toolSummary } from '../tool-summary.ts';
import { JsonView } from './json-view.tsx';
import type { InputProps, ToolKind } from './kind.ts';
import { parsedJson } from './tidy-json.ts';

function Input({ call }: InputProps) {
  const { input } = call;
  if (input === null || (typeof input === 'object' && Object.keys(input).length === 0)) return null;
  if (typeof input === 'string') {
    const json = parsedJson(input);
    return json === null ? (
      <CodeBlock text={input} label={text.input} />
    ) : (
      <JsonView value={json} source={input} label={text.input} />
    );
  }
  return <JsonView value={input} label={text.input} />;
}

/** A tool that has no card of its own. */
export const other: ToolKind = { id: 'other', icon: 'tool', names: [], summary: toolSummary, Input };

/** A tool of a server that the person plugged in. */
export const plugged: ToolKind = { ...other, id: 'mcp', icon: 'plug', takes: (call) => call.name.startsWith('mcp__') };
