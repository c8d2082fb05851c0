import { transforms } from '../../shared/transforms/index.ts';
import { useSetting } from '../archive.ts';
import { settings as text } from '../messages/index.ts';
import { Segmented } from '../ui/segmented.tsx';
import { Row, Section } from './setting.tsx';
import styles from './settings-page.module.css';

/** How every conversation is shown until told otherwise. */
export function Reading() {
  const [lenses, setLenses] = useSetting('reader.transforms', '');
  const [wrap, setWrap] = useSetting('reader.wrap', 'off');
  const applied = new Set(lenses.split(','));
  const toggle = (name: string): void => {
    const next = transforms.map((transform) => transform.name).filter((other) => applied.has(other) !== (other === name));
    setLenses(next.join(','));
  };
  return (
    <Section title={text.reading.title}>
      <Row label={text.reading.lenses} hint={text.reading.lensesHint}>
        {transforms.map((transform) => (
          <label key={transform.name} className={styles.check} title={transform.description}>
            <input type="checkbox" checked={applied.has(transform.name)} onChange={() => toggle(transform.name)} />
            {transform.label}
          </label>
        ))}
      </Row>
      <Row label={text.reading.wrap} hint={text.reading.wrapHint}>
        {(labelId) => (
          <Segmented
            value={wrap === 'on' ? 'on' : 'off'}
            choices={[
              { value: 'off', label: text.reading.scrolled },
              { value: 'on', label: text.reading.wrapped },
            ]}
            labelledBy={labelId}
            onChange={setWrap}
          />
        )}
      </Row>
    </Section>
  );
}
