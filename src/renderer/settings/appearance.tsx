import { settings as text } from '../messages/index.ts';
import { choices, useChoice, type Choice, type ChoiceName } from '../preferences.ts';
import { Segmented } from '../ui/segmented.tsx';
import { Row, Section } from './setting.tsx';
import { textSizes } from './text-sizes.ts';

/** How the window looks; every choice shows at once. */
export function Appearance() {
  return (
    <Section title={text.appearance.title}>
      <ChoiceRow name="theme" values={choices.theme} words={text.appearance.theme.values} label={text.appearance.theme.label} />
      <ChoiceRow
        name="contrast"
        values={choices.contrast}
        words={text.appearance.contrast.values}
        label={text.appearance.contrast.label}
        hint={text.appearance.contrast.hint}
      />
      <ChoiceRow
        name="density"
        values={choices.density}
        words={text.appearance.density.values}
        label={text.appearance.density.label}
      />
      <ChoiceRow
        name="textSize"
        values={textSizes}
        words={text.appearance.textSize.values}
        label={text.appearance.textSize.label}
      />
      <ChoiceRow
        name="motion"
        values={choices.motion}
        words={text.appearance.motion.values}
        label={text.appearance.motion.label}
      />
    </Section>
  );
}

function ChoiceRow<Name extends ChoiceName>({
  name,
  values,
  words,
  label,
  hint,
}: {
  readonly name: Name;
  readonly values: readonly Choice<Name>[];
  readonly words: Readonly<Record<Choice<Name>, string>>;
  readonly label: string;
  readonly hint?: string;
}) {
  const [value, choose] = useChoice(name);
  return (
    <Row label={label} {...(hint !== undefined && { hint })}>
      {(labelId) => (
        <Segmented
          value={value}
          choices={values.map((each) => ({ value: each, label: words[each] }))}
          labelledBy={labelId}
          onChange={choose}
        />
      )}
    </Row>
  );
}
