import { textOf } from '../../../shared/json.ts';
import { parts as text } from '../../messages/index.ts';
import { CodeBlock } from '../code-block.tsx';
import { Facts } from './facts.tsx';
import { fieldOf, inputOf, oneLine, otherFields, type InputProps, type ToolKind } from './kind.ts';

const codeFields = ['code', 'input', 'source', 'script'];

function Input({ call }: InputProps) {
  const code = fieldOf(call, ...codeFields);
  const stated = textOf(inputOf(call)['language']);
  const language = stated ?? (/repl|analysis|js|javascript/.test(call.name) ? 'javascript' : 'python');
  return (
    <>
      <Facts facts={otherFields(call, [...codeFields, 'language'])} />
      {code !== null && <CodeBlock text={code} language={language} label={language === 'python' ? text.python : language} />}
    </>
  );
}

/** A program that the assistant ran. */
export const interpreter: ToolKind = {
  id: 'interpreter',
  icon: 'raw',
  names:
    'python python3 ipython repl analysis analysis_tool code_interpreter code_execution execute_python run_python python_user_visible executecode mcp__ide__executecode notebook'.split(
      ' ',
    ),
  summary: (call) => oneLine(fieldOf(call, ...codeFields) ?? ''),
  Input,
};
