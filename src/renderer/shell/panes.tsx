/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- main acts on no key, it only keeps some for what scrolls inside */
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Group, Panel, Separator, useGroupRef, type Layout } from 'react-resizable-panels';
import { useSetting } from '../archive.ts';
import { useCommand } from '../commands/keyboard.ts';
import { Facets } from '../facets/facets.tsx';
import { SavedSearches } from '../keep/saved-searches.tsx';
import { ConversationList } from '../list/conversation-list.tsx';
import { useListMode } from '../list/mode.ts';
import { app as text } from '../messages/index.ts';
import { Reader } from '../reader/reader.tsx';
import { IconButton } from '../ui/button.tsx';
import { go, useNarrow, usePlace, useView } from '../view.ts';
import { layoutOf, least, mostFilters, parseSizes, usualSizes } from './pane-sizes.ts';
import styles from './panes.module.css';
import { usePaneSizes } from './use-pane-sizes.ts';

/** Window widths in CSS pixels up to which the filters lie over the list, and up to which one pane is seen at a time. */
const overlaid = 1100;
const stacked = 720;

/** Whether the filters are in sight, beside the list or over it. */
export function useFiltersInSight(): boolean {
  const overlay = useNarrow(overlaid);
  const open = useView((view) => view.filtersOpen);
  const [stored] = useSetting('panes', '');
  return overlay ? open : parseSizes(stored).filtersShown;
}

/** Filters, list and reader: side by side with remembered widths, or one over the other where there is no room. */
export function Panes() {
  const narrow = useNarrow(stacked);
  return narrow ? <StackedPanes /> : <SidePanes />;
}

function StackedPanes() {
  const reading = usePlace((place) => place.open) !== null;
  useCommand('filters', toggleOverlay);
  return reading ? (
    <main className={styles.only} onKeyDown={scrollsItself}>
      <Reader onBack={() => go({ open: null, at: null, raw: false })} />
    </main>
  ) : (
    <>
      <OverlaidFilters />
      <main className={styles.only}>
        <ConversationList beside={false} />
      </main>
    </>
  );
}

function SidePanes() {
  const overlay = useNarrow(overlaid);
  const open = usePlace((place) => place.open);
  const [mode] = useListMode();
  const [sizes, change] = usePaneSizes();
  const [width, ref] = useWidth();
  const group = useGroupRef();
  // A table has the whole width until something is opened.
  const reading = mode === 'cards' || open !== null;
  const filters = !overlay && sizes.filtersShown;
  useCommand('filters', () => (overlay ? toggleOverlay() : change({ filtersShown: !sizes.filtersShown })));

  const layout = useMemo(() => layoutOf(sizes, { width, mode, filters, reading }), [sizes, width, mode, filters, reading]);
  useLayoutEffect(() => {
    const apply = (): void => void group.current?.setLayout(layout);
    apply();
    // The panels learn new limits in a drawing of their own right after this; what the old ones did not allow is asked for once more.
    queueMicrotask(apply);
  }, [group, layout]);

  const remember = (now: Layout): void => {
    const pixels = (id: string): number => Math.round(((now[id] ?? 0) * width) / 100);
    change({ ...(filters && { filters: pixels('filters') }), ...(reading && { [mode]: pixels('list') }) });
  };
  return (
    <div ref={ref} className={styles.side}>
      {overlay && <OverlaidFilters />}
      <Group
        groupRef={group}
        className={styles.group}
        defaultLayout={layout}
        onLayoutChanged={(now, { isUserInteraction }) => isUserInteraction && remember(now)}
      >
        <Panel id="filters" className={styles.pane} minSize={filters ? least.filters : 0} maxSize={filters ? mostFilters : 0}>
          {filters && (
            <nav className={styles.filters} aria-label={text.filters}>
              <Facets saved={<SavedSearches />} />
            </nav>
          )}
        </Panel>
        <Separator
          className={styles.splitter}
          aria-label={text.splitters.filters}
          disabled={!filters}
          data-hidden={!filters || undefined}
          disableDoubleClick
          onDoubleClick={() => change({ filters: usualSizes.filters })}
        />
        <Panel id="list" className={styles.pane} minSize={least[mode]}>
          <div className={styles.list} role={reading ? undefined : 'main'}>
            <ConversationList beside />
          </div>
        </Panel>
        <Separator
          className={styles.splitter}
          aria-label={text.splitters.list}
          disabled={!reading}
          data-hidden={!reading || undefined}
          disableDoubleClick
          onDoubleClick={() => change({ [mode]: usualSizes[mode] })}
        />
        <Panel id="reader" className={styles.pane} minSize={reading ? least.reader : 0}>
          {reading && (
            <main className={styles.reader} onKeyDown={scrollsItself}>
              <Reader onBack={null} />
            </main>
          )}
        </Panel>
      </Group>
    </div>
  );
}

const scrollKeys: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End']);

/** In what is read, the keys that scroll are the reader's own, not the list's. */
function scrollsItself(event: KeyboardEvent): void {
  const inside = event.target instanceof Element && event.target.closest('[data-reader-scroller], [role="region"]') !== null;
  if (inside && scrollKeys.has(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
}

const closeOverlay = (): void => useView.setState({ filtersOpen: false });
const toggleOverlay = (): void => useView.setState(({ filtersOpen }) => ({ filtersOpen: !filtersOpen }));

/** The filters over the list; Escape and a click beside them close them, and the focus goes back to where it was. */
function OverlaidFilters(): ReactNode {
  const open = useView((view) => view.filtersOpen);
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const before = document.activeElement;
    pane.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [open]);
  if (!open) return null;
  return (
    <>
      <button type="button" className={styles.scrim} aria-label={text.hideFilters} tabIndex={-1} onClick={closeOverlay} />
      <nav ref={pane} className={styles.overlay} aria-label={text.filters} tabIndex={-1}>
        <div className={styles.overlayHead}>
          <strong>{text.filters}</strong>
          <IconButton icon="close" label={text.hideFilters} keys="f" onClick={closeOverlay} />
        </div>
        <Facets saved={<SavedSearches />} />
      </nav>
    </>
  );
}

/** The width of an element in pixels, and the ref that measures it. */
function useWidth(): readonly [number, (element: HTMLElement | null) => (() => void) | undefined] {
  const [width, setWidth] = useState(() => window.innerWidth);
  const [ref] = useState(() => (element: HTMLElement | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  });
  return [width, ref];
}
