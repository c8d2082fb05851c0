import { useState } from 'react';
import { providerNames } from '../../../shared/contract.ts';
import type { Conversation } from '../../../shared/model.ts';
import { quote } from '../../../shared/query/format.ts';
import { onlyThere } from '../../../shared/tags-there.ts';
import { useTags } from '../../archive.ts';
import { reader } from '../../messages/index.ts';
import { Button } from '../../ui/button.tsx';
import { TagChip } from '../../ui/tag-chip.tsx';
import { go } from '../../view.ts';
import styles from './intro.module.css';
import { onThis } from './on-this.ts';

const text = reader.head;

/** Tags that are shown at first. */
const shown = 12;

/** Its tags, the person's own before the provider's, each leading to all that carry it, and the ways to add a tag or a note. */
export function Tags({ conversation, noted }: { readonly conversation: Conversation; readonly noted: boolean }) {
  const { id, provider } = conversation;
  const known = useTags();
  const there = onlyThere(conversation);
  const tags = [...conversation.tags, ...there];
  const label = (tag: string): string =>
    there.includes(tag) ? text.taggedThere(tag, providerNames[provider]) : text.tagged(tag);
  const [all, setAll] = useState(false);
  // One more is no reason to hide it behind a button as wide.
  const few = all || tags.length <= shown + 1 ? tags : tags.slice(0, shown);
  return (
    <div className={styles.tags} role="group" aria-label={text.tags}>
      {few.map((tag) => (
        <button
          key={tag}
          type="button"
          className={styles.tag}
          aria-label={label(tag)}
          title={label(tag)}
          onClick={() =>
            go({ page: 'browse', run: null, query: `tag:${quote(tag)}`, open: null, at: null, raw: false, find: '' })
          }
        >
          <TagChip name={tag} color={known.get(tag)?.color ?? null} there={there.includes(tag)} />
        </button>
      ))}
      {few.length < tags.length && (
        <Button className={styles.add} onClick={() => setAll(true)}>
          {text.moreTags(tags.length - few.length)}
        </Button>
      )}
      <Button icon="tag" className={styles.add} onClick={() => onThis(id, 'tag')}>
        {text.tag}
      </Button>
      {!noted && (
        <Button icon="note" className={styles.add} onClick={() => onThis(id, 'note')}>
          {text.addNote}
        </Button>
      )}
    </div>
  );
}
