// What the simulated org publishes: more articles than a picker's page, and the odd ones.

const MACHINES = [
  'Aurora kettle',
  'Brisk toaster',
  'Cinder oven',
  'Delta fridge',
  'Ember stove',
  'Frost freezer',
  'Gale dryer',
  'Haven heater',
];
const TASKS = [
  ['Cleaning the', 'Unplug it, let it cool for an hour and wipe the inside with a damp cloth. Never use bleach.'],
  ['Resetting the', 'Hold the power button for ten seconds until the lamp blinks twice; the clock must then be set anew.'],
  ['Warranty of the', 'Two years from the day of purchase. Keep the invoice and register the serial number within a month.'],
];

const article = (id, title, html, more = {}) => ({ id, title, html, record_type: 'FAQ', ...more });

const ordinary = MACHINES.flatMap((machine, m) =>
  TASKS.map(([task, text], t) => article(`article-${m}-${t}`, `${task} ${machine}`, `<h2>${task} ${machine}</h2><p>${text}</p>`)),
);

/** A dot in a title looks like a file extension to the picker; markup and other scripts must survive. */
const odd = [
  article('dotted', 'Setup v2.0', '<p>Version 2.0 asks for the network first and for the language last.</p>'),
  article('marked', 'Fuses & "safety" <notes>', '<p>Only a qualified electrician may replace the 13&nbsp;A fuse.</p>'),
  article('german', 'Entkalken der Kaffeemaschine', '<p>Füllen Sie den Tank mit Essig und Wasser.</p>', { language: 'de' }),
];

const hidden = [article('draft', 'Not yet announced', '<p>The unpublished secret of the season.</p>', { status: 'Draft' })];

export const PUBLISHED = ordinary.length + odd.length;

/** The lines of the corpus file. */
export const corpus = () => [...ordinary, ...odd, ...hidden].map((line) => JSON.stringify(line)).join('\n') + '\n';
