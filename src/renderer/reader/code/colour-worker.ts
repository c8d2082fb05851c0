import { answering } from '../aside.ts';
import { colour } from './colour.ts';
import type { Colouring } from './colours.ts';

// Entry of the worker that colours code.
answering<Colouring>(colour, []);
