// Which deliberate choices of behaviour the tests of this run proved.

import { CHOICES } from '../contract/choices.mjs';

export const shown = new Set();

/** Says that the test which gets here proves a choice. */
export function shows(name) {
  if (!CHOICES[name]) throw new Error(`no choice is called ${name}`);
  shown.add(name);
}
