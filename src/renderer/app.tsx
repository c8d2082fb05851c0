import { useEffect, useState } from 'react';
import { isCancelled, sentence, useConnectionState, useStatus } from './archive.ts';
import { HelpSheet } from './commands/help-sheet.tsx';
import { runCommand, useCommand } from './commands/keyboard.ts';
import { ExportDialog } from './export/export-dialog.tsx';
import { Facets } from './facets/facets.tsx';
import { DropZone } from './import/drop-zone.tsx';
import icon from './icon.svg';
import { ImportsPage } from './import/imports-page.tsx';
import { JobBar } from './import/job-bar.tsx';
import { usePick } from './import/pick.ts';
import { Welcome } from './import/welcome.tsx';
import { ConversationList } from './list/conversation-list.tsx';
import { Reader } from './reader/reader.tsx';
import { SearchBox } from './search/search-box.tsx';
import styles from './app.module.css';
import { useAppearance } from './preferences.ts';
import { useTheme } from './theme.ts';
import { Button, IconButton } from './ui/button.tsx';
import { Icon } from './ui/icon.tsx';
import { keyLabels } from './ui/kbd.tsx';
import { Menu } from './ui/menu.tsx';
import { Notice } from './ui/notice.tsx';
import { Skeleton } from './ui/skeleton.tsx';
import { Toaster } from './ui/toaster.tsx';
import { clearPicked, go, useNarrow, usePlace, useView } from './view.ts';

/** The window: the bar above, the filters, the list and the reader, and what is at work below. */
export function App() {
  const page = usePlace((place) => place.page);
  const { data: status, error, refetch } = useStatus();
  const filtersOpen = useView((view) => view.filtersOpen);
  const narrow = useNarrow(720);
  const middle = useNarrow(1100);
  useAppearance();
  useWindowCommands();
  useTitle();

  const empty = status?.conversations === 0 && page === 'browse';
  return (
    <DropZone>
      <div className={styles.window}>
        <TopBar filtersButton={middle && !empty && page === 'browse'} />
        <ConnectionNote />
        <div className={styles.body}>
          {error && !status && !isCancelled(error) ? (
            <Notice
              alert
              icon="error"
              title="The archive does not answer"
              actions={
                <Button look="outlined" onClick={() => void refetch()}>
                  Try again
                </Button>
              }
            >
              <p>{sentence(error)}</p>
            </Notice>
          ) : !status ? (
            <Opening />
          ) : page === 'imports' ? (
            <ImportsPage />
          ) : empty ? (
            <Welcome />
          ) : (
            <Panes narrow={narrow} filters={middle ? filtersOpen : true} overlay={middle} />
          )}
        </div>
        <JobBar />
      </div>
      <ExportDialog />
      <Toaster />
    </DropZone>
  );
}

function Panes({ narrow, filters, overlay }: { readonly narrow: boolean; readonly filters: boolean; readonly overlay: boolean }) {
  const open = usePlace((place) => place.open);
  const reading = open !== null;
  // What stands alone is the main thing.
  const ListPane = narrow ? 'main' : 'div';
  const close = () => useView.setState({ filtersOpen: false });
  return (
    <>
      {filters && (!narrow || !reading) && (
        <>
          {overlay && <button type="button" className={styles.scrim} aria-label="Hide filters" tabIndex={-1} onClick={close} />}
          <nav className={styles.filters} aria-label="Filters" data-overlay={overlay || undefined}>
            {overlay && (
              <div className={styles.filtersHead}>
                <strong>Filters</strong>
                <IconButton icon="close" label="Hide filters" keys="f" onClick={close} />
              </div>
            )}
            <Facets />
          </nav>
        </>
      )}
      {(!narrow || !reading) && (
        <ListPane className={styles.list}>
          <ConversationList follows={!narrow} />
        </ListPane>
      )}
      {(!narrow || reading) && (
        <main className={styles.reader}>
          <Reader onBack={narrow ? () => go({ open: null, at: null, raw: false }) : null} />
        </main>
      )}
    </>
  );
}

function TopBar({ filtersButton }: { readonly filtersButton: boolean }) {
  const pick = usePick();
  const page = usePlace((place) => place.page);
  const [help, setHelp] = useState(false);
  const { theme, next } = useTheme();
  const filtersOpen = useView((view) => view.filtersOpen);
  useCommand('help', () => setHelp(true));
  return (
    <header className={styles.bar}>
      <button
        type="button"
        className={styles.mark}
        aria-label="Polylogue: all conversations"
        onClick={() => go({ page: 'browse', run: null, query: '', open: null, at: null })}
      >
        <img src={icon} alt="" width={22} height={22} />
        <span className={styles.word}>Polylogue</span>
      </button>
      {filtersButton && (
        <IconButton icon="filter" label="Filters" keys="f" aria-pressed={filtersOpen} onClick={() => runCommand('filters')} />
      )}
      <SearchBox onLeave={focusList} />
      <div className={styles.tools}>
        <Menu
          trigger={
            <Button icon="import" look="outlined" className={styles.import}>
              <span className={styles.importLabel}>Import</span>
            </Button>
          }
          entries={[
            { id: 'files', label: 'Choose files…', icon: 'file', note: keyLabels('Mod+O').join(' '), onSelect: pick.files },
            { id: 'folder', label: 'Choose a folder…', icon: 'folder', onSelect: pick.folder },
            { id: 'past', label: 'Past imports', icon: 'history', onSelect: () => go({ page: 'imports', run: null }) },
          ]}
        />
        <IconButton
          icon="history"
          label="Past imports"
          aria-pressed={page === 'imports'}
          onClick={() => go(page === 'imports' ? { page: 'browse', run: null } : { page: 'imports', run: null })}
        />
        <IconButton icon="theme" label={`Theme: ${theme}`} keys="T" className={styles.wide} onClick={next} />
        <IconButton icon="help" label="Keyboard shortcuts" keys="?" className={styles.wide} onClick={() => setHelp(true)} />
      </div>
      <HelpSheet open={help} onClose={() => setHelp(false)} />
    </header>
  );
}

/** From the search box to what it found. */
function focusList(): void {
  document.querySelector<HTMLElement>('[data-list-scroller]')?.focus();
}

function useWindowCommands(): void {
  const { picked, all } = useView();
  const page = usePlace((place) => place.page);
  useCommand('browse', () => go({ page: 'browse', run: null }));
  useCommand('imports', () => go({ page: 'imports', run: null }));
  useCommand('filters', () => useView.setState(({ filtersOpen }) => ({ filtersOpen: !filtersOpen })));
  useCommand('leave', () => {
    if (all || picked.size > 0) clearPicked();
    else if (useView.getState().filtersOpen) useView.setState({ filtersOpen: false });
    else if (page === 'imports') go({ page: 'browse', run: null });
    else if (document.activeElement?.closest('[data-reader-scroller]')) focusList();
    else go({ open: null, at: null, raw: false });
  });
}

function useTitle(): void {
  const query = usePlace((place) => place.query);
  const page = usePlace((place) => place.page);
  useEffect(() => {
    const what = page === 'imports' ? 'Imports' : query.trim();
    document.title = what ? `${what} – Polylogue` : 'Polylogue';
  }, [page, query]);
}

/** Milliseconds without a connection after which it is said. */
const patience = 600;

function ConnectionNote() {
  const state = useConnectionState();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (state === 'open') return undefined;
    const timer = setTimeout(() => setSlow(true), patience);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [state]);
  if (!slow || state === 'open') return null;
  return (
    <div className={styles.lost} role="alert">
      <Icon name="warning" />
      {state === 'connecting'
        ? 'Connecting to the archive…'
        : 'The connection to the archive is lost. Trying again; what you see may be old.'}
    </div>
  );
}

function Opening() {
  return (
    <div className={styles.opening} role="status" aria-label="Opening the archive">
      <Skeleton width="30%" height={16} />
      <Skeleton width="46%" />
      <Skeleton width="40%" />
    </div>
  );
}
