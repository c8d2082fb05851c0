import type { FoundPlace } from '../../shared/contract.ts';
import { Icon } from '../ui/icon.tsx';
import { ProviderMark } from '../ui/provider-mark.tsx';
import styles from './place-mark.module.css';

/** The mark of a place's provider; that of files for exports of any. */
export function PlaceMark({ place: { provider }, size }: { readonly place: FoundPlace; readonly size: number }) {
  return (
    <span className={styles.mark}>
      {provider === null ? <Icon name="file" size={size} /> : <ProviderMark provider={provider} size={size} />}
    </span>
  );
}
