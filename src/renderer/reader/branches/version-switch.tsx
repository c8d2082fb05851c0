import type { OutlineRows } from '../../../shared/outline.ts';
import { reader } from '../../messages/index.ts';
import { IconButton } from '../../ui/button.tsx';
import type { Branch } from '../layout.ts';
import styles from './version-switch.module.css';

const text = reader.versions;

interface Switched {
  readonly branch: Branch;
  readonly onBranch: (branch: Branch, step: number) => void;
}

/** `‹ 2/3 ›`: the versions of a message. Its buttons can always be reached, so that the focus stays on the last one. */
export function VersionSwitch({ branch, onBranch }: Switched) {
  const { place, siblings } = branch;
  const first = place === 0;
  const last = place === siblings.length - 1;
  return (
    <span className={styles.switch} role="group" aria-label={text.name} data-versions="">
      <IconButton
        icon="chevron-left"
        label={text.previous}
        keys="["
        data-version="previous"
        aria-disabled={first}
        onClick={() => onBranch(branch, -1)}
      />
      <span className={styles.place}>
        <span className="visually-hidden">{text.version}</span>
        {place + 1}
        <span aria-hidden="true">/</span>
        <span className="visually-hidden">{text.of}</span>
        {siblings.length}
      </span>
      <IconButton
        icon="chevron-right"
        label={text.next}
        keys="]"
        data-version="next"
        aria-disabled={last}
        onClick={() => onBranch(branch, 1)}
      />
    </span>
  );
}

/** Says that another version was shown last, and leads back to it; nothing where it is that one. */
export function OtherVersion({
  branch,
  onBranch,
  rows,
  provider,
}: Switched & { readonly rows: OutlineRows; readonly provider: string }) {
  const active = branch.siblings.findIndex((sibling) => rows.isActive(sibling));
  if (active === -1 || active === branch.place) return null;
  return (
    <p className={styles.other} data-unsaid="">
      {text.other(provider)}
      <button type="button" className={styles.back} onClick={() => onBranch(branch, active - branch.place)}>
        {text.back}
      </button>
    </p>
  );
}
