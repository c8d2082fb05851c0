import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import { Kbd } from './kbd.tsx';
import styles from './tooltip.module.css';

interface Hint {
  readonly label: string;
  readonly keys?: string | undefined;
}

/** One tip for every control: going from one to the next, it moves along instead of waiting again. */
const tip = Base.createHandle<Hint>();

/** Milliseconds over a control until its tip comes. */
const wait = 500;

/** Gives a control a tip with its name and keys. The control keeps its own `aria-label`: a tip is for the eyes. */
export function WithTooltip({ label, keys, children }: Hint & { readonly children: ReactElement }) {
  return <Base.Trigger handle={tip} payload={{ label, keys }} delay={wait} render={children} />;
}

/** Where the tip is drawn. Once per window. */
export function Tooltips() {
  return (
    <Base.Provider timeout={300}>
      <Base.Root handle={tip} disableHoverablePopup>
        {({ payload }) => (
          <Base.Portal>
            <Base.Positioner className={styles.positioner} sideOffset={6} collisionPadding={8}>
              <Base.Popup className={styles.popup}>
                {payload?.label}
                {payload?.keys && <Kbd keys={payload.keys} />}
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        )}
      </Base.Root>
    </Base.Provider>
  );
}
