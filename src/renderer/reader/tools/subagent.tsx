import { parts as text } from '../../messages/index.ts';
import { Markdown } from '../markdown.tsx';
import { Facts } from './facts.tsx';
import { fieldOf, oneLine, otherFields, type InputProps, type OutputProps, type ToolKind } from './kind.ts';
import { OutputText } from './output.tsx';
import { parsedJson } from './tidy-json.ts';
import { Page } from './page.tsx';
import styles from './tools.module.css';

const promptFields = ['prompt', 'message', 'task', 'input', 'items'];

function Input({ call }: InputProps) {
  const prompt = fieldOf(call, ...promptFields);
  return (
    <>
      <Facts facts={otherFields(call, prompt === null ? [] : promptFields)} />
      {prompt !== null && (
        <Page name={text.subagent.prompt}>
          <Markdown text={prompt} breaks />
        </Page>
      )}
    </>
  );
}

function Output({ result }: OutputProps) {
  // That it was started, not yet what it found.
  if (result.text === '' || result.outcome === 'error' || parsedJson(result.text) !== null)
    return <OutputText source={result.text} />;
  return (
    <div role="group" className={styles.answer} aria-label={text.subagent.answer}>
      <h2 className={styles.label}>{text.subagent.answer}</h2>
      <Markdown text={result.text} breaks />
    </div>
  );
}

/** Work handed to another agent, whose conversation may be at hand. */
export const subagent: ToolKind = {
  id: 'subagent',
  icon: 'subagent',
  names:
    'task agent spawn_agent send_input wait wait_agent resume_agent close_agent delegate_to_agent subagent runsubagent delegate new_task task_v2 read_agent'.split(
      ' ',
    ),
  takes: (call) => call.thread !== undefined,
  summary: (call) => oneLine(fieldOf(call, 'description', ...promptFields) ?? ''),
  Input,
  Output,
};
