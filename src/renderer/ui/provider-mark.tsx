import type { ProviderId } from '../../shared/model.ts';
import styles from './provider-mark.module.css';

/**
 * Marks of our own drawing, one per provider, told apart by shape before colour. Makers share a shape family: chat products are
 * open figures, their command-line siblings the same figure in a frame.
 */
const marks: Readonly<Record<ProviderId, { readonly hue: string; readonly path: string; readonly framed?: boolean }>> = {
  chatgpt: { hue: 'green', path: 'M8 2.500 12.800 5.250v5.500L8 13.500l-4.800-2.750v-5.500zM8 6v4' },
  codex: { hue: 'green', path: 'm5 5.500 2.500 2.500L5 10.500M8.500 10.500H11', framed: true },
  claude: { hue: 'clay', path: 'M8 2.500v11M3.240 5.250l9.520 5.500M3.240 10.750l9.520-5.500' },
  'claude-code': { hue: 'clay', path: 'M8 4.500v7M4.970 6.250l6.060 3.500M4.970 9.750l6.060-3.500', framed: true },
  'gemini-ai-studio': {
    hue: 'blue',
    path: 'M8 2c.6 3.700 2.300 5.400 6 6-3.700.6-5.400 2.300-6 6-.6-3.700-2.300-5.400-6-6 3.700-.6 5.400-2.300 6-6Z',
  },
  'gemini-takeout': {
    hue: 'blue',
    path: 'M8 2c.6 3.700 2.300 5.400 6 6-3.700.6-5.400 2.300-6 6-.6-3.700-2.300-5.400-6-6 3.700-.6 5.400-2.300 6-6ZM2 14h12',
  },
  'gemini-cli': {
    hue: 'blue',
    path: 'M8 4.500c.35 2.200 1.300 3.150 3.500 3.500-2.200.35-3.150 1.300-3.500 3.500-.35-2.200-1.300-3.150-3.500-3.500 2.200-.35 3.150-1.300 3.500-3.500Z',
    framed: true,
  },
  grok: { hue: 'slate', path: 'M13 3 3 13M12.500 8A4.500 4.500 0 1 1 8 3.500' },
  deepseek: {
    hue: 'indigo',
    path: 'M1.700 8.300h6.800c1.800 0 2.900-.6 3.300-2.300C10.500 5.500 9.800 4.500 9.700 3c1 .9 1.700 1 2.300.4.600.6 1.300.5 2.300-.4-.1 1.700-.8 2.600-2.100 3 .7 4.300-1.500 7.500-5 7.500-3.200 0-5.300-2-5.500-5.200ZM4.700 10.700v.1',
  },
  'le-chat': { hue: 'amber', path: 'M2.500 13.500v-11L6 5.700h4l3.500-3.200v11zM6 9v1M10 9v1' },
  perplexity: {
    hue: 'teal',
    path: 'M8 4.500v9.300M8 4.500C6.500 3.200 4.500 2.700 2 2.800v9.300c2.500-.1 4.500.3 6 1.700 1.500-1.400 3.500-1.800 6-1.700V2.800c-2.500-.1-4.500.4-6 1.700Z',
  },
  cursor: { hue: 'slate', path: 'M4.500 4.500 12 7.500 8.500 8.800 7.200 12z', framed: true },
  opencode: { hue: 'slate', path: 'M6.500 5 4.500 8l2 3M9.500 5l2 3-2 3', framed: true },
  'copilot-cli': {
    hue: 'violet',
    path: 'M4.500 7.500a3.500 3.500 0 0 1 7 0v2.200a3.500 2 0 0 1-7 0zM6.700 8.500v1M9.300 8.500v1',
    framed: true,
  },
  'vscode-chat': { hue: 'blue', path: 'M11 4.500v7L5 7.700M11 4.500 5 8.800', framed: true },
  pi: { hue: 'rose', path: 'M4.500 5.500h7M6.500 5.500v5.500M9.700 5.500v4.500q0 1 1.300 1', framed: true },
  'open-webui': { hue: 'slate', path: 'M7 8A2.750 2.750 0 1 1 1.500 8 2.750 2.750 0 0 1 7 8ZM10 4.500v7M13.500 4.500v7' },
  librechat: { hue: 'violet', path: 'M2.500 3.500h11v7.500H8L5 13.500V11H2.500z' },
  'openai-messages': {
    hue: 'green',
    path: 'M6 2.500H5.500C4 2.500 3.700 3.300 3.700 4.500v1.700C3.700 7.400 3 8 2 8c1 0 1.700.6 1.700 1.800v1.700c0 1.200.3 2 1.800 2H6M10 2.500h.5c1.500 0 1.800.8 1.800 2v1.700c0 1.200.7 1.800 1.700 1.800-1 0-1.700.6-1.700 1.800v1.700c0 1.200-.3 2-1.800 2H10M8 7.950v.1',
  },
  sharegpt: {
    hue: 'rose',
    path: 'M11.700 5.800a1.900 1.900 0 1 0 0-3.800 1.900 1.900 0 0 0 0 3.800ZM4.300 9.900a1.900 1.900 0 1 0 0-3.800 1.900 1.900 0 0 0 0 3.800ZM11.700 14a1.900 1.900 0 1 0 0-3.800 1.900 1.900 0 0 0 0 3.800ZM6 7.100l4-2.200M6 8.900l4 2.200',
  },
  generic: { hue: 'slate', path: 'M8 13A5 5 0 1 0 8 3a5 5 0 0 0 0 10Z' },
};

/** @param size pixels at a text size of 100 %; it grows with the text */
export function ProviderMark({ provider, size = 16 }: { readonly provider: ProviderId; readonly size?: number }) {
  const mark = marks[provider];
  return (
    <svg
      className={styles.mark}
      data-hue={mark.hue}
      width={`${size / 16}rem`}
      height={`${size / 16}rem`}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      {mark.framed && <rect x="1.200" y="1.200" width="13.600" height="13.600" rx="3.500" className={styles.frame} />}
      <path d={mark.path} />
    </svg>
  );
}
