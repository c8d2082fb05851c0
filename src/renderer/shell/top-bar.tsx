import icon from '../icon.svg';
import { runCommand } from '../commands/keyboard.ts';
import { usePick } from '../import/pick.ts';
import { app as text } from '../messages/index.ts';
import { SearchBox } from '../search/search-box.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { keyLabels } from '../ui/kbd.tsx';
import { Menu } from '../ui/menu.tsx';
import { go, usePlace } from '../view.ts';
import { useFiltersInSight } from './panes.tsx';
import { focusList, toPage } from './places.ts';
import styles from './top-bar.module.css';

/** The bar above: home, the filters, the search, and what is not about one conversation. */
export function TopBar({ browsing }: { readonly browsing: boolean }) {
  const pick = usePick();
  const page = usePlace((place) => place.page);
  const filters = useFiltersInSight();
  const keys = (name: string): string => keyLabels(name).join(' ');
  return (
    <header className={styles.bar}>
      <button
        type="button"
        className={styles.brand}
        aria-label={text.home}
        onClick={() => go({ ...toPage('browse'), query: '', open: null, at: null, raw: false, find: '' })}
      >
        <img src={icon} alt="" className={styles.mark} />
        <span className={styles.word}>{text.name}</span>
      </button>
      {browsing ? (
        <IconButton icon="filter" label={text.filters} keys="f" aria-expanded={filters} onClick={() => runCommand('filters')} />
      ) : (
        <span className={styles.noFilters} />
      )}
      <SearchBox onLeave={() => focusList()} />
      <div className={styles.tools}>
        <Menu
          trigger={
            <Button icon="import" look="outlined" className={styles.import}>
              <span className={styles.importLabel}>{text.import}</span>
            </Button>
          }
          entries={[
            { id: 'files', label: text.importFiles, icon: 'file', note: keys('Mod+O'), onSelect: pick.files },
            { id: 'folder', label: text.importFolder, icon: 'folder', onSelect: pick.folder },
            {
              id: 'past',
              label: text.pastImports,
              icon: 'history',
              note: keys('G') + ' ' + keys('I'),
              onSelect: () => go(toPage('imports')),
            },
          ]}
        />
        <IconButton
          icon="settings"
          label={text.settings}
          keys="Mod+,"
          aria-pressed={page === 'settings'}
          onClick={() => go(toPage(page === 'settings' ? 'browse' : 'settings'))}
        />
        <IconButton icon="keyboard" label={text.help} keys="?" onClick={() => runCommand('help')} />
      </div>
    </header>
  );
}
