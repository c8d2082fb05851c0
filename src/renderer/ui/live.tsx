import { useEffect, useRef, useState } from 'react';

/** Says `text` to screen readers when it changes, at most once per `pause` milliseconds; draws nothing. */
export function Live({ text, pause = 700 }: { readonly text: string; readonly pause?: number }) {
  const [said, setSaid] = useState('');
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(250, last.current + pause - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, pause]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
      {said}
    </div>
  );
}
