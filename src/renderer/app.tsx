import { useState } from 'react';
import { isCancelled, sentence, useSettings, useStatus } from './archive.ts';
import { ChordHint } from './commands/chord-hint.tsx';
import { HelpSheet } from './commands/help-sheet.tsx';
import { useCommand } from './commands/keyboard.ts';
import { Palette } from './commands/palette.tsx';
import { ExportDialog } from './export/export-dialog.tsx';
import { useFoundCommands } from './found/use-found-commands.ts';
import { DropZone } from './import/drop-zone.tsx';
import { ImportsPage } from './import/imports-page.tsx';
import { JobBar } from './import/job-bar.tsx';
import { SampleNote, useLatestRuns } from './import/sample-note.tsx';
import { Welcome } from './import/welcome.tsx';
import { Keep } from './keep/keep.tsx';
import { app as text } from './messages/index.ts';
import { useAppearance } from './preferences.ts';
import { SettingsPage } from './settings/settings-page.tsx';
import { useSettingsCommands } from './settings/use-settings-commands.ts';
import { ConnectionNote } from './shell/connection-note.tsx';
import { DocumentTitle } from './shell/document-title.tsx';
import { Panes } from './shell/panes.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { useWindowCommands } from './shell/use-window-commands.ts';
import styles from './app.module.css';
import { useThemeCommand } from './theme.ts';
import { Button } from './ui/button.tsx';
import { Notice } from './ui/notice.tsx';
import { Skeleton } from './ui/skeleton.tsx';
import { Toaster } from './ui/toaster.tsx';
import { Tooltips } from './ui/tooltip.tsx';
import { usePlace } from './view.ts';

/** The window: the bar above, the page, and what is at work below. */
export function App() {
  const page = usePlace((place) => place.page);
  const { data: status } = useStatus();
  const [help, setHelp] = useState(false);
  useCommand('help', () => setHelp(true));
  useAppearance();
  useThemeCommand();
  useSettingsCommands();
  useFoundCommands();
  useWindowCommands();
  const isOpening = useIsOpening();
  const empty = status?.conversations === 0;
  return (
    <DropZone>
      <DocumentTitle />
      <div className={styles.window}>
        <TopBar browsing={page === 'browse' && !empty} />
        <ConnectionNote />
        {page === 'browse' && <SampleNote />}
        {/* What is shown until the archive has answered is replaced as a whole: nothing of it moves. */}
        <div key={isOpening ? 'opening' : 'page'} className={styles.page} data-page={page} tabIndex={-1}>
          <Page />
        </div>
        <JobBar />
      </div>
      <Keep />
      <ExportDialog />
      <Palette />
      <HelpSheet open={help} onClose={() => setHelp(false)} />
      <ChordHint />
      <Toaster />
      <Tooltips />
    </DropZone>
  );
}

/** Until it is known what there is, how it was left, and what stands above it: then all of it is there at once. */
function useIsOpening(): boolean {
  const { data: status } = useStatus();
  // Panes and columns are laid out once, as they were left.
  const { isPending } = useSettings();
  const { isPending: isNotePending } = useLatestRuns();
  return !status || isPending || isNotePending;
}

function Page() {
  const isOpening = useIsOpening();
  const page = usePlace((place) => place.page);
  const { data: status, error, refetch } = useStatus();
  if (error && !status && !isCancelled(error)) {
    return (
      <Notice
        alert
        icon="error"
        title={text.noAnswer}
        actions={
          <Button look="outlined" onClick={() => void refetch()}>
            {text.again}
          </Button>
        }
      >
        <p>{sentence(error)}</p>
      </Notice>
    );
  }
  if (!status || isOpening) return <Opening />;
  if (page === 'settings') return <SettingsPage />;
  if (page === 'imports') return <ImportsPage />;
  return status.conversations === 0 ? <Welcome /> : <Panes />;
}

function Opening() {
  return (
    <div className={styles.opening} role="status" aria-label={text.opening}>
      <Skeleton width="30%" height={16} />
      <Skeleton width="46%" />
      <Skeleton width="40%" />
    </div>
  );
}
