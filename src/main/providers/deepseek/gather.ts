import type { Json } from '../../../shared/model.ts';
import { objectOf } from '../../../shared/json.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { BundleView } from '../provider.ts';
import { jsonBeside } from '../reading/json-beside.ts';
import { idOf } from '../reading/record-reader.ts';

/** Whose export it is, as a mark: nothing of `user.json` is kept as it is. */
export async function gather(
  bundle: BundleView,
): Promise<{ readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>>; readonly account: string | null }> {
  let account: string | null = null;
  for (const { name, size } of bundle.entries) {
    if (!/(^|\/)user\.json$/i.test(name) || size > 1024 ** 2) continue;
    const id = idOf(objectOf(await jsonBeside(bundle, name))['user_id']);
    if (id !== null) account = derivedId('deepseek account', id);
  }
  return { shared: null, byEntry: {}, account };
}
