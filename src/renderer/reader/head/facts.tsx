import { providerNames } from '../../../shared/contract.ts';
import type { Conversation } from '../../../shared/model.ts';
import { reader } from '../../messages/index.ts';
import { formatFullTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { spanText } from './dates.ts';
import styles from './intro.module.css';

const text = reader.head;

/** Models that are named; the others are a figure. */
const named = 2;

/** When, with whom, how much, and where. */
export function Facts({ conversation }: { readonly conversation: Conversation }) {
  const {
    provider,
    cost,
    models,
    createdAt,
    updatedAt,
    messages,
    words,
    toolCalls,
    attachments,
    branches,
    project,
    cwd,
    gitBranch,
  } = conversation;
  const from = createdAt ?? updatedAt;
  return (
    <ul className={styles.facts} aria-label={text.facts}>
      {from !== null && (
        <li>
          <Time from={from} to={updatedAt} />
        </li>
      )}
      {models.length > 0 && (
        <li>
          <Models models={models} />
        </li>
      )}
      <li>{text.messages(messages)}</li>
      {words > 0 && <li>{text.words(words)}</li>}
      {toolCalls > 0 && <li>{text.toolCalls(toolCalls)}</li>}
      {attachments > 0 && <li>{text.files(attachments)}</li>}
      {branches > 1 && <li>{text.branches(branches)}</li>}
      {cost !== null && <li title={text.costWhy(providerNames[provider])}>{text.cost(cost)}</li>}
      {project !== null && <Where icon="folder" name={project} title={cwd ?? project} />}
      {gitBranch !== null && gitBranch !== '' && <Where icon="branch" name={gitBranch} title={gitBranch} />}
    </ul>
  );
}

function Where({ icon, name, title }: { readonly icon: 'folder' | 'branch'; readonly name: string; readonly title: string }) {
  return (
    <li className={styles.place} title={title}>
      <Icon name={icon} size={13} />
      <span>{name}</span>
    </li>
  );
}

function Time({ from, to }: { readonly from: number; readonly to: number | null }) {
  const title = [
    `${text.began}: ${formatFullTime(from)}`,
    ...(to !== null && to !== from ? [`${text.lastMessage}: ${formatFullTime(to)}`] : []),
  ].join('\n');
  return (
    <time dateTime={new Date(from).toISOString()} title={title}>
      {spanText(from, to)}
    </time>
  );
}

function Models({ models }: { readonly models: readonly string[] }) {
  const others = models.slice(named);
  return (
    <span className={styles.models} title={models.join('\n')}>
      <span className={styles.modelNames}>{models.slice(0, named).join(', ')}</span>
      {others.length > 0 && (
        <>
          <span aria-hidden="true">{text.moreModels(others.length)}</span>
          <span className="visually-hidden">, {others.join(', ')}</span>
        </>
      )}
    </span>
  );
}
