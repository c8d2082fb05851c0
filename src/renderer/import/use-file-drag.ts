import { useEffect, useRef, useState } from 'react';
import { droppedOf, type Dropped } from './dropped.ts';

/** How many files hang over the window, or null; and hands on what is dropped. */
export function useFileDrag(onDrop: (dropped: readonly Dropped[]) => void): number | null {
  const [over, setOver] = useState<number | null>(null);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth++;
      setOver([...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === 'file').length);
    };
    const move = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const leave = (event: DragEvent): void => {
      if (hasFiles(event) && --depth <= 0) {
        depth = 0;
        setOver(null);
      }
    };
    const drop = (event: DragEvent): void => {
      depth = 0;
      setOver(null);
      if (!event.dataTransfer || !hasFiles(event)) return;
      event.preventDefault();
      latest.current(droppedOf(event.dataTransfer));
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragover', move);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragover', move);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return over;
}
