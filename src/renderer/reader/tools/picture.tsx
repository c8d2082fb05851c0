import { Facts } from './facts.tsx';
import { fieldOf, oneLine, otherFields, type InputProps, type ToolKind } from './kind.ts';
import styles from './tools.module.css';

const promptFields = ['prompt', 'revised_prompt', 'description'];

function Input({ call }: InputProps) {
  const prompt = fieldOf(call, ...promptFields);
  return (
    <>
      {prompt !== null && <blockquote className={styles.quote}>{prompt}</blockquote>}
      <Facts facts={otherFields(call, prompt === null ? [] : promptFields)} />
    </>
  );
}

/** Pictures that were asked for; the pictures themselves are parts of their own. */
export const picture: ToolKind = {
  id: 'picture',
  icon: 'image',
  names:
    'dalle dalle.* image_generation image_gen image_gen.* imagegen generate_image t2uay3k.* create_image image_generation_call'.split(
      ' ',
    ),
  summary: (call) => oneLine(fieldOf(call, ...promptFields) ?? ''),
  Input,
};
