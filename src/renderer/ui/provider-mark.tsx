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
    path: 'M2 7c1.500 4 4 5.500 6.500 5.500S13 11 14 6.500c-1.500 1-2.700 1-4-.5C8.500 4.200 5 3.500 2 7Z',
  },
  'le-chat': { hue: 'amber', path: 'M2.500 13.500v-11L6 6h4l3.500-3.500v11M6 10v.5M10 10v.5' },
  perplexity: { hue: 'teal', path: 'M8 2v12M3.500 2.500 8 6.500l4.500-4M2.500 6.500h11v5H11L8 8.500l-3 3H2.500z' },
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
  'openai-messages': { hue: 'green', path: 'M3 4h10M3 8h10M3 12h6' },
  sharegpt: {
    hue: 'rose',
    path: 'M11.500 5.500a2 2 0 1 0 0-3 2 2 0 0 0 0 3ZM4.500 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm7 3.500a2 2 0 1 0 0-3.500M6.200 7 10 5M6.200 9l3.800 2',
  },
  generic: { hue: 'slate', path: 'M8 13A5 5 0 1 0 8 3a5 5 0 0 0 0 10Z' },
};

export function ProviderMark({ provider, size = 16 }: { readonly provider: ProviderId; readonly size?: number }) {
  const mark = marks[provider];
  return (
    <svg className={styles.mark} data-hue={mark.hue} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {mark.framed && <rect x="1.200" y="1.200" width="13.600" height="13.600" rx="3.500" className={styles.frame} />}
      <path d={mark.path} />
    </svg>
  );
}
