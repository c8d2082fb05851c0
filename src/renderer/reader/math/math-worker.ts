import katex from 'katex';
import { answering } from '../aside.ts';
import type { Typesetting } from './typesetting.ts';

// Entry of the worker that sets formulas.
answering<Typesetting>(
  ({ tex, display }) =>
    Promise.resolve(
      katex.renderToString(tex, {
        displayMode: display,
        output: 'htmlAndMathml',
        throwOnError: true,
        strict: 'ignore',
        trust: false,
        maxSize: 20,
        maxExpand: 300,
      }),
    ),
  null,
);
