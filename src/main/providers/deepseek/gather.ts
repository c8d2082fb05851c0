import { isObject } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';
import { derivedId } from '../reading/derived-id.ts';
import { parsedText } from '../reading/json-text.ts';
import type { BundleView } from '../provider.ts';
import { idOf } from '../reading/record-reader.ts';

/** Whose export it is, as a mark: nothing of `user.json` is kept as it is. */
export async function gather(
  bundle: BundleView,
): Promise<{ readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>>; readonly account: string | null }> {
  let account: string | null = null;
  for (const { name, size } of bundle.entries) {
    if (!/(^|\/)user\.json$/i.test(name) || size > 1024 ** 2) continue;
    try {
      const user = parsedText(await bundle.text(name));
      const id = isObject(user) ? idOf(user['user_id']) : null;
      if (id !== null) account = derivedId('deepseek account', id);
    } catch {
      // Then nothing says whose it is.
    }
  }
  return { shared: null, byEntry: {}, account };
}
