import { arrayOf, isObject, jsonOf, type JsonObject, numberOf, objectOf, stringOf, textOf } from '../../../shared/json.ts';
import type { Json, Outcome, Part } from '../../../shared/model.ts';
import { decodeBase64 } from '../reading/base64.ts';
import { valueInText } from '../reading/json-text.ts';
import { type MessageList, toolResult } from '../reading/message-list.ts';
import { markdownOf, pathOf, spoken, uriOf } from './words.ts';

/** What a model asked for and was answered, by id of the call; the program keeps it beside the response. */
export interface Rounds {
  readonly inputs: ReadonlyMap<string, { readonly name: string; readonly input: Json }>;
  readonly outputs: ReadonlyMap<string, string>;
}

export function roundsOf(metadata: JsonObject): Rounds {
  const inputs = new Map<string, { name: string; input: Json }>();
  for (const round of arrayOf(metadata['toolCallRounds'])) {
    for (const item of arrayOf(objectOf(round)['toolCalls'])) {
      const call = objectOf(item);
      const id = textOf(call['id']);
      if (id !== null) inputs.set(id, { name: textOf(call['name']) ?? '', input: jsonOf(valueInText(call['arguments'])) });
    }
  }
  const outputs = new Map<string, string>();
  for (const [id, result] of Object.entries(objectOf(metadata['toolCallResults']))) {
    const texts = arrayOf(objectOf(result)['content']).flatMap((item) => textOf(objectOf(item)['value']) ?? []);
    if (texts.length > 0) outputs.set(id, texts.join('\n'));
  }
  return { inputs, outputs };
}

/** A tool that was used, with what came of it. Source: formats, §8.8 (`toolInvocationSerialized`). */
export function invocationParts(item: JsonObject, owner: string, list: MessageList, rounds: Rounds): readonly Part[] {
  const specific = objectOf(item['toolSpecificData']);
  const callId = textOf(item['toolCallId']) ?? list.unique(`${owner}/call`);
  const asked = rounds.inputs.get(callId);
  const said = spoken(item['pastTenseMessage']) || spoken(item['invocationMessage']);
  const input = asked?.input ?? inputOf(item, specific);
  const name = textOf(item['toolId']) ?? asked?.name ?? '';
  const call = { type: 'tool-call' as const, callId, name, input };
  // Where the input is known, the program's line says the same again.
  const named: Part = input !== null || said === '' || said.length > 200 ? call : { ...call, title: said };
  const details = objectOf(item['resultDetails']);
  const text = outputOf(item, specific) ?? rounds.outputs.get(callId) ?? null;
  if (item['isComplete'] !== true && text === null) return [named];
  const result = toolResult(callId, text ?? '', outcomeOf(item, specific), detailsOf(item, specific));
  const files = arrayOf(details['output']).flatMap((output) => {
    const embed = objectOf(output);
    const encoded = embed['isText'] === true ? null : textOf(embed['value']);
    if (encoded === null) return [];
    return [
      list.file(owner, {
        name: null,
        mime: textOf(embed['mimeType']) ?? 'application/octet-stream',
        bytes: decodeBase64(encoded),
      }),
    ];
  });
  return [named, result, ...files];
}

/** What is known of the input where the model's own words are not kept. */
function inputOf(item: JsonObject, specific: JsonObject): Json {
  const kind = stringOf(specific['kind']);
  if (kind === 'terminal' || 'commandLine' in specific || 'command' in specific) {
    const line = objectOf(specific['commandLine']);
    const command =
      textOf(line['userEdited']) ?? textOf(line['toolEdited']) ?? textOf(line['original']) ?? textOf(specific['command']);
    if (command !== null) return { command };
  }
  if (Array.isArray(specific['todoList'])) return { todoList: jsonOf(specific['todoList']) };
  if (specific['rawInput'] !== undefined) return jsonOf(specific['rawInput']);
  if (kind === 'subagent') {
    const fields = ['description', 'agentName', 'prompt'].flatMap((key) => {
      const text = textOf(specific[key]);
      return text === null ? [] : [[key, text] as const];
    });
    return Object.fromEntries(fields);
  }
  const { input } = isObject(item['resultDetails']) ? item['resultDetails'] : specific;
  return input === undefined ? null : jsonOf(valueInText(input));
}

/** Null: nothing is stated. */
function outputOf(item: JsonObject, specific: JsonObject): string | null {
  const details = item['resultDetails'];
  if (Array.isArray(details)) {
    const places = details.flatMap((place) => {
      const uri = uriOf(place);
      return uri === null ? [] : [pathOf(uri)];
    });
    if (places.length > 0) return places.join('\n');
  }
  const outputs = arrayOf(objectOf(details)['output']).flatMap((output) => {
    const embed = objectOf(output);
    return embed['isText'] === false ? [] : (textOf(embed['value']) ?? []);
  });
  if (outputs.length > 0) return outputs.join('\n');
  const terminal = specific['terminalCommandOutput'];
  return (
    textOf(isObject(terminal) ? terminal['text'] : terminal) ??
    textOf(objectOf(details)['output']) ??
    textOf(specific['result']) ??
    textOf(specific['output']) ??
    null
  );
}

function exitCodeOf(specific: JsonObject): number | null {
  return numberOf(objectOf(specific['terminalCommandState'])['exitCode']);
}

/** That an invocation is complete does not say that it went well. */
function outcomeOf(item: JsonObject, specific: JsonObject): Outcome {
  const failed = objectOf(item['resultDetails'])['isError'];
  if (typeof failed === 'boolean') return failed ? 'error' : 'ok';
  const code = exitCodeOf(specific);
  return code === null ? 'unknown' : code === 0 ? 'ok' : 'error';
}

function detailsOf(item: JsonObject, specific: JsonObject): Json | undefined {
  const details: Record<string, Json> = {};
  const code = exitCodeOf(specific);
  if (code !== null) details['exitCode'] = code;
  if (item['isConfirmed'] === false || objectOf(item['isConfirmed'])['type'] === 0) details['rejected'] = true;
  const origin = markdownOf(item['originMessage']);
  if (origin !== '' && origin.length <= 200) details['origin'] = origin;
  return Object.keys(details).length === 0 ? undefined : details;
}
