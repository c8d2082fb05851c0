import { providerNames, type RecordRow } from '../../shared/contract.ts';
import { importing } from '../messages/index.ts';
import { dotted } from '../messages/import.ts';
import { buttonClass } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProviderMark } from '../ui/provider-mark.tsx';
import { placeIn } from './name-of.ts';
import { PlaceLink, readingPlace } from './place-link.tsx';
import styles from './records-page.module.css';

const text = importing.records;

/** One thing behind a figure: a conversation and its original, or what never became one and its raw text. */
export function RecordLine({
  row: { conversation, where: place, reason, issue },
  paths,
}: {
  readonly row: RecordRow;
  /** Of the import's inputs. */
  readonly paths: readonly string[];
}) {
  const where = placeIn(place, paths);
  const title = conversation ? conversation.title || text.untitled : (reason ?? where);
  const below = dotted([conversation && providerNames[conversation.provider], where, conversation ? reason : null]);
  const to = conversation ? readingPlace(conversation.id, false) : issue === null ? null : { issue };
  const words = (
    <>
      {conversation ? <ProviderMark provider={conversation.provider} /> : <Icon name={issue === null ? 'file' : 'warning'} />}
      <span className={styles.text}>
        <span className={styles.name}>{title}</span>
        <span className={styles.where} title={place}>
          {below}
        </span>
      </span>
    </>
  );
  return (
    <>
      {to ? (
        <PlaceLink to={to} className={styles.link}>
          {words}
        </PlaceLink>
      ) : (
        <div className={styles.link}>{words}</div>
      )}
      {conversation && (
        <PlaceLink to={readingPlace(conversation.id, true)} className={buttonClass()} aria-label={text.openRaw(title)}>
          <Icon name="raw" />
          <span className={styles.raw}>{text.raw}</span>
        </PlaceLink>
      )}
      {!conversation && issue !== null && (
        <span className={styles.hint} aria-hidden="true">
          {text.rawText}
        </span>
      )}
    </>
  );
}
