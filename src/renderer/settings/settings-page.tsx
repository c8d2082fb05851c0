import { useStatus } from '../archive.ts';
import { runCommand } from '../commands/keyboard.ts';
import { FoundHere } from '../found/found-here.tsx';
import { settings as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Appearance } from './appearance.tsx';
import { ArchiveSection } from './archive-section.tsx';
import { Reading } from './reading.tsx';
import { Row, Section } from './setting.tsx';
import styles from './settings-page.module.css';

/** What the person may choose about the window and the archive, and what both are. */
export function SettingsPage() {
  const { data: status } = useStatus();
  return (
    <main className={styles.page} data-settings="">
      <div className={styles.column}>
        <h1 className={styles.title}>{text.title}</h1>
        <Appearance />
        <Reading />
        <FoundHere />
        <ArchiveSection />
        <Section title={text.keyboard.title}>
          <Row label={text.keyboard.label} hint={text.keyboard.hint}>
            <Button look="outlined" onClick={() => runCommand('help')}>
              {text.keyboard.show}
            </Button>
          </Row>
        </Section>
        <Section title={text.about.title}>
          <Row label={text.about.version}>{status?.version ?? ''}</Row>
          <Row label={text.about.licence}>{text.about.licenceName}</Row>
          <Row label={text.about.kept}>{text.about.keptWhere}</Row>
          <Row label={text.about.privacy}>{text.about.privacyText}</Row>
        </Section>
      </div>
    </main>
  );
}
