import { Facts } from './facts.tsx';
import { fieldOf, oneLine, otherFields, type InputProps, type ToolKind } from './kind.ts';
import styles from './tools.module.css';

const saidFields = ['content', 'memory', 'text', 'control', 'skill', 'command'];

function Input({ call }: InputProps) {
  const said = fieldOf(call, ...saidFields);
  return (
    <>
      {said !== null && <blockquote className={styles.quote}>{said}</blockquote>}
      <Facts facts={otherFields(call, said === null ? [] : saidFields)} />
    </>
  );
}

/** What the assistant wrote down about the person, or took up to know how. */
export const memory: ToolKind = {
  id: 'memory',
  icon: 'memory',
  names: 'bio memory memory_user_edits save_memory update_memory skill remember'.split(' '),
  summary: (call) => oneLine(fieldOf(call, ...saidFields) ?? ''),
  Input,
};
