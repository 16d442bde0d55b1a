// An end user's browser without a window: follows redirects, and answers the page that asks for a log-in and an approval.

const MAX_STEPS = 10;

export const approve = (address) => open(address, 'approve');
export const deny = (address) => open(address, 'deny');

async function open(address, decision) {
  let answer = await visit(address);
  for (let step = 0; step < MAX_STEPS; step++) {
    const form = answer.text.match(/<form [^>]*action="([^"]*)"/);
    if (answer.location) {
      answer = await visit(new URL(answer.location, answer.url));
    } else if (answer.status === 200 && form) {
      answer = await visit(new URL(unescaped(form[1]), answer.url), { method: 'POST', body: filled(answer.text, decision) });
    } else {
      return answer;
    }
  }
  throw new Error(`gave up after ${MAX_STEPS} redirects`);
}

async function visit(url, options = {}) {
  const answer = await fetch(url, { ...options, redirect: 'manual' });
  return { url, status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
}

function filled(page, decision) {
  const form = new URLSearchParams({ decision });
  for (const [field, name] of page.matchAll(/<input [^>]*name="([^"]*)"[^>]*>/g)) {
    form.append(unescaped(name), unescaped(field.match(/ value="([^"]*)"/)?.[1] ?? ''));
  }
  return form;
}

const unescaped = (text) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
