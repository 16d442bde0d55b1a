// Writes docs/carbon-compatibility.md from the contract as data.

import { CHOICES } from '../contract/choices.mjs';
import { ADDED_FIELDS, DESCRIBED_OTHERWISE } from '../contract/differences.mjs';
import { routes } from '../contract/routes.mjs';

const GROUPS = {
  A: [
    'Group A: what syncing Salesforce Knowledge needs',
    'Each is called through the published SDK, answered and refused, and its answers are held against the contract field by field.',
  ],
  B: ['Group B: what is done with synced articles', 'Tested like group A.'],
  C: [
    'Group C: other sources, uploads, the web, CRM',
    'Each answers 501 to whoever may ask, with a `detail` that names what is served.',
  ],
  D: ['Group D: older clients and Carbon’s dashboard', 'In no published description; tested by plain requests.'],
};

export function compatibilityPage(description) {
  return `# Compatibility with Carbon

Generated from \`conformance/contract\`; do not edit, run \`node conformance/run.mjs --only compatibility --update\`.
What stands here is what the tests of \`conformance/\` prove with the published \`carbon-typescript-sdk\` 0.2.53 and \`carbon-connect\` 3.0.34
against a running server: a client changes its base URL and nothing else.

${Object.entries(GROUPS)
  .map(([group, [title, text]]) => `## ${title}\n\n${text}\n\n${table(group, description)}`)
  .join('\n\n')}

## Deliberate differences in behaviour

${Object.values(CHOICES)
  .map(([says, why]) => `- ${says} Reason: ${why}.`)
  .join('\n')}

More where the contract is silent: [choices of the wire](decisions/0012-choices-of-the-wire.md).

## Deliberate differences in the description

\`/openapi.json\` says of a field (the end of its path, in whatever call it stands):

| difference | reason |
|---|---|
${[...new Set(DESCRIBED_OTHERWISE.map(({ differs, why }) => `| ${cell(differs)} | ${cell(why)} |`))].join('\n')}

Answers have one field more than the contract's: ${ADDED_FIELDS.map(({ name, why }) => `\`${name}\` (${why})`).join(', ')}.

## What Carbon did not have

${added(description)
  .map((route) => `- \`${route}\``)
  .join('\n')}
`;
}

/** The state of a route: what is in neither list is not there yet. */
export function stateOf(route, description) {
  if (route.state === 'not served') return '501';
  if (route.group === 'D' || described(route, description)) return route.deprecated ? 'served, deprecated' : 'served';
  return 'not there yet';
}

function table(group, description) {
  const rows = routes.filter((route) => route.group === group);
  const line = (route) =>
    `| ${route.method} | \`${route.path}\` | ${stateOf(route, description)} | ${route.sdk ? `\`${route.sdk}\`` : ''} |`;
  return `| | route | state | SDK |\n|---|---|---|---|\n${rows.map(line).join('\n')}`;
}

/** Routes of the description that the contract does not have. */
function added(description) {
  const known = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  return Object.entries(description.paths)
    .flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`))
    .filter((route) => !known.has(route))
    .sort();
}

const described = ({ method, path }, description) => description.paths[path]?.[method.toLowerCase()] !== undefined;
const cell = (text) => text.replaceAll('|', '\\|');
