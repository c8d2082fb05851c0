import { z } from 'zod';

/** Imported before anything that builds a schema: zod would otherwise try `new Function`, which the content security policy reports. */
z.config({ jitless: true });
