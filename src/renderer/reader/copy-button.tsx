import { useEffect, useState } from 'react';
import { parts as text } from '../messages/index.ts';
import { IconButton } from '../ui/button.tsx';
import { say } from '../ui/toast.ts';

/** Milliseconds for which the button says that it copied. */
const saying = 1600;

/** Copies a text, says so on itself and to screen readers. */
export function CopyButton({
  value,
  what,
  className,
}: {
  readonly value: () => string;
  readonly what: string;
  readonly className?: string | undefined;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), saying);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value());
      setCopied(true);
    } catch {
      say(text.copyDenied, { kind: 'failed' });
    }
  };
  return (
    <>
      <IconButton
        icon={copied ? 'check' : 'copy'}
        label={copied ? text.copied : text.copy(what)}
        className={className}
        onClick={() => void copy()}
      />
      <span className="visually-hidden" role="status">
        {copied && text.copied}
      </span>
    </>
  );
}
