import styles from './skeleton.module.css';

/** A grey stand-in for a line of text; appears only when loading lasts, so that quick answers do not flicker. */
export function Skeleton({ width = '100%', height = 12 }: { readonly width?: string; readonly height?: number }) {
  return <span className={styles.skeleton} style={{ width, height }} aria-hidden="true" />;
}
