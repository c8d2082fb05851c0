import { arrayOf, objectOf, textOf } from '../../../shared/json.ts';
import type { ToolCallPart } from '../../../shared/model.ts';
import { parts as text } from '../../messages/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Markdown } from '../markdown.tsx';
import { Facts } from './facts.tsx';
import { inputOf, oneLine, otherFields, namedField, type InputProps, type OutputProps, type ToolKind } from './kind.ts';
import { OutputText } from './output.tsx';
import { Page } from './page.tsx';
import styles from './tools.module.css';

const states = { done: 'done', doing: 'doing', open: 'open', dropped: 'dropped' } as const;
type State = keyof typeof states;

const stateNames: Readonly<Record<string, State>> = {
  completed: 'done',
  done: 'done',
  complete: 'done',
  in_progress: 'doing',
  'in-progress': 'doing',
  active: 'doing',
  cancelled: 'dropped',
  canceled: 'dropped',
};

/** The steps a call lists, with how far each is. */
export function stepsOf(call: ToolCallPart): readonly { readonly text: string; readonly state: State }[] {
  const input = inputOf(call);
  const listed = [input['todos'], input['plan'], input['todoList'], input['items'], input['tasks']]
    .map(arrayOf)
    .find((items) => items.length > 0);
  return (listed ?? []).flatMap((item) => {
    const step = objectOf(item);
    const said =
      typeof item === 'string'
        ? item
        : (textOf(step['content']) ??
          textOf(step['step']) ??
          textOf(step['title']) ??
          textOf(step['subject']) ??
          textOf(step['description']));
    return said === null ? [] : [{ text: said, state: stateNames[textOf(step['status']) ?? ''] ?? 'open' }];
  });
}

function Input({ call }: InputProps) {
  const steps = stepsOf(call);
  const prose = namedField(call, 'explanation', 'plan', 'description');
  return (
    <>
      {prose !== null && (
        <Page name={text.plan.name}>
          <Markdown text={prose} />
        </Page>
      )}
      {steps.length > 0 && (
        <ul className={styles.steps}>
          {steps.map((step, at) => (
            <li key={at} data-state={step.state}>
              <span className={styles.box}>
                {step.state === 'done' ? (
                  <Icon name="check" size={11} />
                ) : step.state === 'dropped' ? (
                  <Icon name="close" size={11} />
                ) : null}
              </span>
              <span className="visually-hidden">{text.plan.states[step.state]}: </span>
              <span className={styles.step}>{step.text}</span>
              {step.state === 'doing' && <span className={styles.now}>{text.plan.states.doing}</span>}
            </li>
          ))}
        </ul>
      )}
      <Facts facts={otherFields(call, ['todos', 'plan', 'todoList', 'items', 'tasks', 'explanation', 'description'])} />
    </>
  );
}

function Output({ call, result }: OutputProps) {
  // The tool's own praise says nothing; what failed does.
  if (call !== null && result.outcome !== 'error' && result.text.length < 400)
    return <p className={styles.said}>{result.text}</p>;
  return <OutputText source={result.text} />;
}

export const plan: ToolKind = {
  id: 'plan',
  icon: 'plan',
  names:
    'todowrite todoread todo_write todo_read update_plan exitplanmode exit_plan_mode enterplanmode manage_todo_list taskcreate taskupdate tasklist taskget write_todos update_todo'.split(
      ' ',
    ),
  summary: (call) => {
    const steps = stepsOf(call);
    const now = steps.find(({ state }) => state === 'doing');
    if (steps.length === 0) return oneLine(namedField(call, 'subject', 'plan', 'explanation', 'status') ?? '');
    const done = steps.filter(({ state }) => state === 'done').length;
    return oneLine(now ? text.plan.progressAt(done, steps.length, now.text) : text.plan.progress(done, steps.length));
  },
  Input,
  Output,
};
