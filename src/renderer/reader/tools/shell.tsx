import { arrayOf, numberOf, textOf } from '../../../shared/json.ts';
import type { ToolCallPart, ToolResultPart } from '../../../shared/model.ts';
import { parts as text } from '../../messages/index.ts';
import { CodeBlock } from '../code-block.tsx';
import { DiffView } from '../diff/diff-view.tsx';
import { envelopePatch } from '../diff/patches.ts';
import { Facts } from './facts.tsx';
import { detail, fieldOf, inputOf, oneLine, otherFields, type InputProps, type OutputProps, type ToolKind } from './kind.ts';
import { OutputText } from './output.tsx';

const commandFields = ['command', 'cmd', 'script', 'chars', 'input'];
const drawn = [
  ...commandFields,
  'description',
  'cwd',
  'workdir',
  'working_directory',
  'timeout',
  'timeout_ms',
  'run_in_background',
  'is_background',
];

/** The command, out of the words that only start a shell. */
export function commandOf(call: ToolCallPart): string | null {
  const words = arrayOf(inputOf(call)['command'] ?? inputOf(call)['cmd']).filter((word) => typeof word === 'string');
  if (words.length === 0) return fieldOf(call, ...commandFields);
  const [shell = '', flags = '', script] = words;
  if (
    words.length === 3 &&
    script !== undefined &&
    /(?:^|\/)(?:ba|z|da|k)?sh$|pwsh|powershell/.test(shell) &&
    /^-\w*c$|^-Command$/i.test(flags)
  )
    return script;
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}

function Input({ call }: InputProps) {
  const input = inputOf(call);
  const command = commandOf(call);
  const patch = command === null ? null : envelopePatch(command);
  return (
    <>
      <Facts
        facts={[
          [text.shell.description, textOf(input['description']) ?? undefined],
          [
            text.shell.folder,
            fieldOf(
              { ...call, input: typeof call.input === 'string' ? {} : call.input },
              'cwd',
              'workdir',
              'working_directory',
            ) ?? undefined,
          ],
          [text.shell.background, input['run_in_background'] === true || input['is_background'] === true ? text.yes : undefined],
          ...otherFields(call, drawn),
        ]}
      />
      {patch ? (
        <DiffView files={patch} />
      ) : (
        command !== null && <CodeBlock text={command} language="shell" label={text.shell.command} />
      )}
    </>
  );
}

/** Lines that Codex writes above what a command printed. */
const preface =
  /^(?:(?:Chunk ID|Wall time|Process exited with code|Process running with session ID|Original token count|Exit code|Total output lines)\b[^\n]*\n)+(?:Output:\n?)?/;

function Output({ result }: OutputProps) {
  const head = preface.exec(result.text)?.[0] ?? '';
  const printed = result.text.slice(head.length);
  const errors = textOf(detail(result, 'stderr'));
  return (
    <>
      <Facts
        facts={[
          [text.shell.exitCode, result.outcome === 'unknown' ? exitCode(result) : null],
          [text.shell.interrupted, detail(result, 'interrupted') === true ? text.yes : undefined],
        ]}
      />
      <OutputText source={printed} />
      {errors !== null && !result.text.includes(errors.replace(/…$/, '').trim()) && (
        <OutputText source={errors} label={text.shell.errors} />
      )}
    </>
  );
}

/** What the command ended with, where it is stated. */
export function exitCode(result: ToolResultPart): number | null {
  const stated = numberOf(detail(result, 'exit_code', 'exitCode', 'returnCode'));
  if (stated !== null) return stated;
  const written = /^(?:Exit code:? |Process exited with code )(-?\d+)/m.exec(
    preface.exec(result.text)?.[0] ?? result.text.slice(0, 40),
  )?.[1];
  return written === undefined ? null : Number(written);
}

export const shell: ToolKind = {
  id: 'shell',
  icon: 'shell',
  names:
    'bash shell shell_command exec_command write_stdin local_shell local_shell_call exec bash_tool run_shell_command run_terminal_cmd run_in_terminal execute_command run_command terminal unified_exec bashoutput killshell killbash powershell container.exec container.* run_terminal_command run_terminal_command_v2 read_bash write_bash stop_bash read_powershell write_powershell stop_powershell copilot_runinterminal get_terminal_output copilot_getterminaloutput'.split(
      ' ',
    ),
  summary: (call) => oneLine(commandOf(call) ?? fieldOf(call, 'description', 'bash_id', 'shell_id', 'session_id') ?? ''),
  Input,
  Output,
};
