import { z } from 'zod';
import { requests } from '../../shared/requests.ts';

/** What main sends to the exporter: the request, the archive's folder, and a target that is always there. */
export const exportTask = requests.export.extend({ dir: z.string().min(1), to: z.string().min(1) });
export type ExportTask = z.output<typeof exportTask>;
