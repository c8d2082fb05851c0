import { arrayOf, isObject, textOf } from '../../../shared/json.ts';
import type { ToolCallPart } from '../../../shared/model.ts';
import { parts as text } from '../../messages/index.ts';
import { Markdown } from '../markdown.tsx';
import { PlainText } from '../plain-text.tsx';
import { OutLink } from '../out-link.tsx';
import { Facts } from './facts.tsx';
import { fieldOf, inputOf, linksOf, oneLine, otherFields, type InputProps, type OutputProps, type ToolKind } from './kind.ts';
import { Links } from './links.tsx';
import { OutputText } from './output.tsx';
import { parsedJson } from './tidy-json.ts';
import { Page } from './page.tsx';
import styles from './tools.module.css';

const queryFields = ['query', 'q', 'search_term', 'url', 'prompt', 'pattern', 'title'];
/** Lists of searches, as ChatGPT and Codex send them. */
const lists = ['search_query', 'image_query', 'queries', 'open', 'find', 'click'];

function queriesOf(call: ToolCallPart): readonly string[] {
  const input = inputOf(call);
  const listed = lists.flatMap((name) =>
    arrayOf(input[name]).flatMap((item) =>
      typeof item === 'string'
        ? item
        : isObject(item)
          ? (textOf(item['q']) ?? textOf(item['query']) ?? textOf(item['ref_id']) ?? textOf(item['pattern']) ?? [])
          : [],
    ),
  );
  if (listed.length > 0) return listed;
  const one = fieldOf(call, ...queryFields);
  return one === null ? [] : [one];
}

function Input({ call }: InputProps) {
  const queries = queriesOf(call);
  return (
    <>
      {queries.length > 0 && (
        <ul className={styles.queries}>
          {queries.map((query, at) => (
            <li key={at}>{/^https?:/.test(query) ? <OutLink href={query}>{query}</OutLink> : query}</li>
          ))}
        </ul>
      )}
      <Facts
        facts={otherFields(
          call,
          queries.length > 0
            ? queryFields.filter((name) => queries.includes(textOf(inputOf(call)[name]) ?? '')).concat(lists)
            : [],
        )}
      />
    </>
  );
}

function Output({ result }: OutputProps) {
  const links = linksOf(result);
  const rest = result.text.replace(/^Links: \[.*\]$/m, '').trim();
  return (
    <>
      {links.length > 0 && <Links links={links} />}
      {rest !== '' &&
        (parsedJson(rest) === null && rest.length < 60_000 ? (
          <Page name={text.output}>
            {/* Browsers write numbered brackets, which are no Markdown. */}
            {/[【†]/.test(rest) ? <PlainText text={rest} /> : <Markdown text={rest} />}
          </Page>
        ) : (
          <OutputText source={rest} />
        ))}
      {rest === '' && links.length === 0 && <p className={styles.nothing}>{text.noOutput}</p>}
    </>
  );
}

/** The web, and documents that are searched like it. */
export const web: ToolKind = {
  id: 'web',
  icon: 'web',
  names:
    'websearch webfetch web_search web_fetch web search_web google_web_search browser browser.* web.* fetch fetch_webpage url_fetch myfiles_browser myfiles_browser.* file_search.msearch file_search.* file_search.mclick msearch web_search_call open_url research_kickoff_tool.* launch_extended_search_task google_drive_search codesearch copilot_fetchwebpage vscode_fetchwebpage_internal'.split(
      ' ',
    ),
  summary: (call) => oneLine(queriesOf(call).join(' · ')),
  Input,
  Output,
};
