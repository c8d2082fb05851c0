import { useSavedSearches } from '../archive.ts';
import { runCommand } from '../commands/keyboard.ts';
import { saved as text } from '../messages/index.ts';
import { IconButton } from '../ui/button.tsx';
import { usePlace } from '../view.ts';
import styles from './search-box.module.css';

/** Keeps what is searched; filled, when it is kept. */
export function SaveButton() {
  const query = usePlace((place) => place.query.trim());
  const { data: searches = [] } = useSavedSearches();
  const saved = query === '' ? undefined : searches.find((search) => search.query.trim() === query);
  return (
    <IconButton
      icon="bookmark"
      label={saved ? text.isSaved(saved.name) : text.save}
      keys="Mod+s"
      filled={saved !== undefined}
      className={styles.inBox}
      disabled={query === ''}
      onClick={() => runCommand('saveSearch')}
    />
  );
}
